package dev.bridle.web.usage;

import dev.bridle.organization.Member;
import dev.bridle.organization.Members;
import dev.bridle.organization.Person;
import dev.bridle.web.Typed;
import dev.bridle.web.Visitor;
import dev.bridle.web.provider.Brand;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fields for what else could be typed into the address.
 *
 * @param pipelines slugs that are proposed
 * @param creators names by id, when they are few enough to choose from
 * @param proposed some of those who can be typed, when they are more
 * @param providers names by the word for them
 * @param beside fields that the form must not lose
 */
public record FilterForm(
    Typed typed,
    List<String> pipelines,
    Map<String, String> creators,
    List<Person> proposed,
    String creatorsHint,
    Map<String, String> providers,
    List<Map.Entry<String, String>> beside) {
  private static final List<String> FIELDS =
      List.of("pipeline", "branch", "creator", "model", "provider", "build");
  private static final int PROPOSED = 500;
  private static final int PEOPLE = 200;
  private static final String NO_BUILD =
      "There is no such build, so all are shown. Write its pipeline and number, such as analysis"
          + " #12.";

  static FilterForm of(Visitor who, Asked asked, NamedBuilds builds, Members members) {
    int people = members.count(who.organizationId(), "");
    boolean areMany = people > PEOPLE;
    return new FilterForm(
        values(who, asked, builds, members, areMany),
        builds.pipelines().list(who.organizationId(), 0, PROPOSED).stream()
            .map(pipeline -> pipeline.slug())
            .toList(),
        areMany ? Map.of() : people(who, asked, members),
        areMany ? proposed(who, members) : List.of(),
        areMany ? "A name or an e-mail address of one of " + people + " people." : "",
        brands(),
        asked.beside(Set.copyOf(FIELDS)));
  }

  private static Typed values(
      Visitor who, Asked asked, NamedBuilds builds, Members members, boolean areMany) {
    var values = new HashMap<String, String>();
    FIELDS.forEach(name -> values.put(name, asked.value(name)));
    asked.build().ifPresent(id -> values.put("build", builds.nameOf(who.organizationId(), id)));
    var people = new NamedPeople(members);
    if (areMany) {
      values.computeIfPresent("creator", (_, id) -> people.nameOf(who.organizationId(), id));
    }
    var problems = new HashMap<String, String>();
    asked.namedBuild().ifPresent(_ -> problems.put("build", NO_BUILD));
    asked
        .namedCreator()
        .ifPresent(text -> problems.put("creator", people.problem(who.organizationId(), text)));
    return new Typed(values, problems, "");
  }

  private static List<Person> proposed(Visitor who, Members members) {
    return members.list(who.organizationId(), "", 0, PEOPLE).stream().map(Member::person).toList();
  }

  /** Who has left may still be asked for. */
  private static Map<String, String> people(Visitor who, Asked asked, Members members) {
    var creators = new LinkedHashMap<String, String>();
    creators.put("", "Everyone");
    for (Member member : members.list(who.organizationId(), "", 0, PEOPLE)) {
      creators.put(member.person().id(), member.person().name());
    }
    String chosen = asked.value("creator");
    if (!creators.containsKey(chosen)) {
      var name = members.names(who.organizationId(), List.of(chosen));
      creators.put(chosen, name.getOrDefault(chosen, chosen));
    }
    return creators;
  }

  private static Map<String, String> brands() {
    var providers = new LinkedHashMap<String, String>();
    providers.put("", "All");
    Brand.ALL.forEach(brand -> providers.put(brand.name(), brand.label()));
    return providers;
  }

  /** Whether something is filled in, so that it is to be seen. */
  public boolean isUsed() {
    return typed.values().values().stream().anyMatch(value -> !value.isEmpty());
  }
}
