package dev.bridle.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The types that events can have, by what they are about. */
public final class AuditTypes {
  private static final Map<String, List<String>> BY_SUBJECT = bySubject();

  private static final Vocabulary TYPES =
      new Vocabulary("event type", BY_SUBJECT.values().stream().flatMap(List::stream).toList());

  private AuditTypes() {}

  private static Map<String, List<String>> bySubject() {
    var all = new LinkedHashMap<String, List<String>>();
    all.put(
        "Organization, clusters, queues",
        List.of("ORGANIZATION_CREATED", "CLUSTER_CREATED", "CLUSTER_QUEUE_CREATED"));
    all.put(
        "Members and invitations",
        List.of(
            "ORGANIZATION_MEMBER_CREATED",
            "ORGANIZATION_MEMBER_UPDATED",
            "ORGANIZATION_MEMBER_DELETED",
            "INVITATION_CREATED",
            "INVITATION_DELETED",
            "INVITATION_ACCEPTED"));
    all.put(
        "Users",
        List.of(
            "USER_SIGNED_IN",
            "USER_SIGNED_OUT",
            "USER_SIGN_IN_REFUSED",
            "OIDC_SIGN_IN_REFUSED",
            "USER_SESSION_REVOKED",
            "USER_PASSWORD_UPDATED",
            "USER_UPDATED",
            "USER_SIGN_IN_LINK_CREATED"));
    all.put(
        "Tokens",
        List.of(
            "API_ACCESS_TOKEN_CREATED",
            "API_ACCESS_TOKEN_DELETED",
            "CLUSTER_TOKEN_CREATED",
            "CLUSTER_TOKEN_DELETED"));
    all.put(
        "Pipelines",
        List.of(
            "PIPELINE_CREATED", "PIPELINE_UPDATED", "PIPELINE_ARCHIVED", "PIPELINE_UNARCHIVED"));
    all.put("Agents", List.of("AGENT_STOPPED", "AGENT_PAUSED", "AGENT_RESUMED"));
    all.put(
        "Model providers",
        List.of(
            "MODEL_PROVIDER_CREATED",
            "MODEL_PROVIDER_UPDATED",
            "MODEL_PROVIDER_DELETED",
            "MODEL_PROVIDER_KEY_CREATED",
            "MODEL_PROVIDER_KEY_DELETED",
            "MODEL_PROVIDER_KEY_REJECTED",
            "MODEL_PROVIDER_TESTED"));
    all.put(
        "Rules",
        List.of(
            "POLICY_UPDATED",
            "KILL_SWITCH_CREATED",
            "KILL_SWITCH_ENDED",
            "ALLOWANCE_CREATED",
            "ALLOWANCE_UPDATED",
            "ALLOWANCE_DELETED"));
    all.put(
        "Capture",
        List.of("CAPTURE_CREATED", "CAPTURE_UPDATED", "CAPTURE_ENDED", "CAPTURED_CALL_READ"));
    all.put("Prices and ledger", List.of("PRICES_UPDATED", "LEDGER_REPRICED"));
    return all;
  }

  public static Map<String, List<String>> bySubjects() {
    return java.util.Collections.unmodifiableMap(BY_SUBJECT);
  }

  /**
   * The type of events that someone names: as it is recorded, in whatever case and with blanks, or
   * as REST and exports spell it, such as {@code ModelProviderUpdatedEvent}.
   */
  public static String named(String text) {
    return Vocabulary.meant(text);
  }

  /**
   * How REST and exports spell a type: {@code MODEL_PROVIDER_CREATED} is {@code
   * ModelProviderCreatedEvent}.
   */
  public static String eventName(String type) {
    var name = new StringBuilder();
    for (String word : type.split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.append("Event").toString();
  }

  /** Why a type can't be searched for, as a sentence; empty when it can. */
  public static Optional<String> unknown(String named) {
    return TYPES.unknown(named);
  }
}
