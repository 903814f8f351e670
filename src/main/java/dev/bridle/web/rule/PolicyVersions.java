package dev.bridle.web.rule;

import dev.bridle.http.HttpError;
import dev.bridle.http.Request;
import dev.bridle.policy.Policies;
import dev.bridle.policy.StoredPolicy;
import dev.bridle.web.Visitor;
import java.util.Optional;

/** Versions of a policy, as addresses name them. */
final class PolicyVersions {
  private PolicyVersions() {}

  static Optional<Long> number(String text) {
    return text.matches("\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  static StoredPolicy get(Policies policies, Visitor who, long version) {
    return policies.find(who.organizationId(), version).orElseThrow(HttpError::notFound);
  }

  /** The version that a parameter of the address names. */
  static StoredPolicy asked(Policies policies, Visitor who, Request request, String name) {
    long version =
        request.query(name).flatMap(PolicyVersions::number).orElseThrow(HttpError::notFound);
    return get(policies, who, version);
  }
}
