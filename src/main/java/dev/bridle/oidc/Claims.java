package dev.bridle.oidc;

import dev.bridle.auth.Role;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the provider says of a person. */
record Claims(Map<String, Object> values) {
  String text(String name) {
    return values.get(name) instanceof String text ? text.strip() : "";
  }

  boolean has(String name) {
    return named(name) != null;
  }

  /** Some providers write it as a text. */
  boolean emailVerified() {
    Object said = values.get("email_verified");
    return Boolean.TRUE.equals(said) || "true".equals(said);
  }

  /** What a person may be; empty for someone who may not come in. */
  Optional<Role> role(OidcSettings.RoleClaim rule) {
    var said = all(rule.claim());
    if (said.stream().anyMatch(rule.admins()::contains)) {
      return Optional.of(Role.ADMIN);
    }
    boolean member = rule.members().isEmpty() || said.stream().anyMatch(rule.members()::contains);
    return member ? Optional.of(Role.MEMBER) : Optional.empty();
  }

  /** A claim of that very name, else what its dots lead to, as in {@code realm_access.roles}. */
  private @Nullable Object named(String name) {
    Object found = values.get(name);
    if (found != null || !name.contains(".")) {
      return found;
    }
    found = values;
    for (String step : name.split("\\.", -1)) {
      found = found instanceof Map<?, ?> inner ? inner.get(step) : null;
    }
    return found;
  }

  private List<String> all(String name) {
    return switch (named(name)) {
      case Collection<?> many -> many.stream().map(String::valueOf).toList();
      case String one -> List.of(one);
      case null, default -> List.of();
    };
  }
}
