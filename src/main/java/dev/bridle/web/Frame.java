package dev.bridle.web;

import java.util.List;
import java.util.Optional;

/** What stands around a page: its title, the navigation, the files that it needs. */
public record Frame(Head head, Who who, Assets assets) {
  /**
   * What a page says of itself.
   *
   * @param scripts files that only this page needs, in their order
   */
  public record Head(String title, Place place, List<String> scripts) {
    public Head {
      scripts = List.copyOf(scripts);
    }

    public static Head of(String title, Place place) {
      return new Head(title, place, List.of());
    }

    public Head with(String... scripts) {
      return new Head(title, place, List.of(scripts));
    }
  }

  public String title() {
    return head.title;
  }

  public String asset(String name) {
    return assets.address(name);
  }

  public FormToken token() {
    return who.token();
  }

  public Optional<Visitor> visitor() {
    return who instanceof Visitor visitor ? Optional.of(visitor) : Optional.empty();
  }

  public boolean isAt(Place place) {
    return head.place == place;
  }

  public boolean isPersonal() {
    return head.place.isPersonal();
  }

  public boolean isInSettings() {
    return head.place.isSetting();
  }
}
