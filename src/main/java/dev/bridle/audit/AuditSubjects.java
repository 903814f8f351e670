package dev.bridle.audit;

import java.util.List;
import java.util.Optional;

/** The kinds of things that events can be about. */
public final class AuditSubjects {
  private static final Vocabulary KINDS =
      new Vocabulary(
          "kind of thing",
          List.of(
              "ORGANIZATION",
              "CLUSTER",
              "CLUSTER_QUEUE",
              "ORGANIZATION_MEMBER",
              "INVITATION",
              "USER",
              "PIPELINE",
              "API_ACCESS_TOKEN",
              "CLUSTER_TOKEN",
              "AGENT",
              "POLICY",
              "KILL_SWITCH",
              "MODEL_PROVIDER",
              "CAPTURE",
              "CAPTURED_CALL",
              "ALLOWANCE",
              "PRICES",
              "LEDGER"));

  private AuditSubjects() {}

  public static List<String> all() {
    return KINDS.words();
  }

  /** The kind that someone names: in whatever case and with blanks. */
  public static String named(String text) {
    return Vocabulary.meant(text);
  }

  /** Why a kind can't be searched for, as a sentence; empty when it can. */
  public static Optional<String> unknown(String named) {
    return KINDS.unknown(named);
  }
}
