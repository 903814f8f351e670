package dev.bridle.web.people;

import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.InvalidField;
import dev.bridle.organization.People;
import dev.bridle.organization.Person;
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Typed;
import dev.bridle.web.Visitor;
import java.util.List;
import java.util.Map;

/** Who a person is for others. */
public final class ProfilePage {
  /** What the page shows. */
  public record View(Person person, Typed typed, boolean saved) {}

  private final Site site;
  private final People people;

  ProfilePage(Site site, People people) {
    this.site = site;
    this.people = people;
  }

  List<Route> routes() {
    String path = Place.PROFILE.path();
    return List.of(
        Route.get("/user", site.door().signedIn((_, _) -> Pages.seeOther(path))),
        Route.get(path, site.door().signedIn(this::show)),
        Route.form(path, site.door().signedIn(this::save)));
  }

  private Reply show(Visitor who, Request request) {
    var typed = Typed.of(Map.of("name", who.person().name()));
    return page(who, typed, request.query("saved").isPresent());
  }

  private Reply save(Visitor who, Request request) {
    var form = Form.of(request);
    try {
      people.rename(who.person().personId(), form.text("name"), who.actor(request));
    } catch (InvalidField invalid) {
      return page(who, form.typed(invalid), false).withStatus(422);
    }
    return Pages.seeOther(Place.PROFILE.path() + "?saved");
  }

  private Reply page(Visitor who, Typed typed, boolean saved) {
    var person = people.get(who.person().personId());
    return site.pages()
        .page(
            who,
            Frame.Head.of("Profile", Place.PROFILE),
            "people/profile.jte",
            new View(person, typed, saved));
  }
}
