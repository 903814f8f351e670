package dev.bridle.web.usage;

import dev.bridle.organization.Member;
import dev.bridle.organization.Members;
import dev.bridle.organization.Person;
import java.util.List;
import java.util.Optional;

/** People by the name or address that someone types. */
record NamedPeople(Members members) {
  private static final int SEVERAL = 5;

  /** Who is meant: by the whole address, or as the only member whom the text fits. */
  Optional<String> find(String organizationId, String text) {
    var fitting = fitting(organizationId, text);
    var exact = fitting.stream().filter(one -> one.email().equalsIgnoreCase(text)).findFirst();
    return exact
        .or(() -> fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty())
        .or(() -> members.findFormer(organizationId, text))
        .map(Person::id);
  }

  /** Why nobody was found by it. */
  String problem(String organizationId, String text) {
    return fitting(organizationId, text).isEmpty()
        ? "No member has that in their name or address."
        : "Several people fit. Write more of the name, or the whole e-mail address.";
  }

  private List<Person> fitting(String organizationId, String text) {
    return members.list(organizationId, text, 0, SEVERAL).stream().map(Member::person).toList();
  }

  /** What finds this person again. */
  String nameOf(String organizationId, String personId) {
    return personId.isEmpty()
        ? ""
        : members
            .find(organizationId, personId)
            .or(() -> members.findFormer(organizationId, personId))
            .map(Person::email)
            .orElse(personId);
  }
}
