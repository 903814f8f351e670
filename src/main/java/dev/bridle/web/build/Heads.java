package dev.bridle.web.build;

import dev.bridle.organization.Members;
import dev.bridle.organization.Person;
import dev.bridle.web.Visitor;
import java.time.InstantSource;

/** Makes what stands above each page of a build. */
record Heads(Members members, InstantSource clock) {
  BuildHead of(Visitor who, Found.Place place) {
    return new BuildHead(
        place.address(),
        place.build(),
        creator(who, place),
        !place.pipeline().isArchived(),
        clock.instant());
  }

  private String creator(Visitor who, Found.Place place) {
    String id = place.build().creatorId();
    var author = place.build().author();
    if (id != null) {
      return members.find(who.organizationId(), id).map(Person::name).orElse("");
    }
    return author == null || author.name() == null ? "" : author.name();
  }
}
