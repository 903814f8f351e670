package dev.bridle.ledger;

import dev.bridle.auth.JobFacts;
import dev.bridle.auth.JobIdentity;
import dev.bridle.meter.Reading;
import dev.bridle.meter.Usage;
import dev.bridle.price.Money;
import dev.bridle.price.PriceBook;
import dev.bridle.store.Database;
import dev.bridle.store.Uuid7;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Writes random calls through the ledger itself. */
final class LedgerRows {
  static final String ACME = "acme";
  private static final List<String> MODELS =
      List.of("claude-sonnet-5-5", "claude-opus-5-5", "claude-haiku-5-5");

  private static final PriceBook PRICES = PriceBook.anthropic();

  private final Random random;
  private final Ledger ledger;
  private final Database database;
  private final Instant now;

  LedgerRows(Database database, InstantSource clock, long seed) {
    this.database = database;
    this.random = new Random(seed);
    this.ledger = new Ledger(database, clock);
    this.now = clock.instant();
  }

  Ledger ledger() {
    return ledger;
  }

  /** Opens and settles so many calls of the last sixty days; now and then one stays open. */
  List<OpenCall> write(int calls) {
    List<OpenCall> open = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      var call = call(now.minus(Duration.ofMinutes(random.nextInt(60 * 24 * 60))));
      database.writeHot(sql -> ledger.open(sql, call)).committed().join();
      if (random.nextInt(10) == 0) {
        open.add(call);
      } else {
        settle(call);
      }
    }
    database.settleHot();
    return open;
  }

  void settle(OpenCall call) {
    var ending = ending();
    var settlement = ledger.settlement(call, call.held(), ending);
    database.writeHot(sql -> ledger.settle(sql, call, ending, settlement)).committed().join();
  }

  OpenCall call(Instant openedAt) {
    String organization = random.nextInt(5) == 0 ? "other" : ACME;
    long build = random.nextInt(4);
    int pipeline = random.nextInt(3);
    boolean free = random.nextInt(8) == 0;
    return new OpenCall(
        Uuid7.at(openedAt),
        job(organization, pipeline, build),
        "anthropic",
        "connection-" + random.nextInt(2),
        free ? "sandbox" : "hosted",
        free,
        "asked",
        MODELS.get(random.nextInt(MODELS.size())),
        "asked",
        true,
        100,
        1_000,
        null,
        null,
        ClientOrigin.NONE,
        PRICES,
        new Held(
            random.nextInt(5) == 0 ? Optional.empty() : Optional.of(new Money(5_000_000_000L)),
            Money.ZERO,
            30,
            ""),
        openedAt);
  }

  private JobIdentity job(String organization, int pipeline, long build) {
    return new JobIdentity(
        organization,
        "cluster",
        "queue",
        "pipeline-id-" + pipeline,
        "pipeline-" + pipeline,
        organization + "-build-" + pipeline + "-" + build,
        build,
        "branch-" + build,
        "commit",
        "api",
        build == 0 ? null : "creator-" + build % 2,
        "job-" + random.nextInt(9),
        null,
        0,
        "agent",
        facts());
  }

  private static JobFacts facts() {
    return new JobFacts(
        "acme", "c", "q", "P", null, "main", "running", null, "", null, null, null, null, Map.of());
  }

  private Ending ending() {
    return switch (random.nextInt(8)) {
      case 0 -> Ending.without(Outcome.NOT_SENT, null);
      case 1 -> Ending.without(Outcome.UPSTREAM_ERROR, 529);
      case 2 -> Ending.without(Outcome.UPSTREAM_CUT, null);
      case 3 -> new Ending(Outcome.CLIENT_GONE, 200, "req", now, reading(false));
      default -> new Ending(Outcome.COMPLETED, 200, "req", now, reading(true));
    };
  }

  private Reading reading(boolean complete) {
    int input = random.nextInt(200_000);
    int read = random.nextInt(1_000);
    int write = random.nextInt(1_000);
    int hour = random.nextInt(1_000);
    int output = 1 + random.nextInt(5_000);
    String tier = random.nextInt(4) == 0 ? "batch" : "standard";
    String verbatim =
        ("{\"input_tokens\":%d,\"cache_read_input_tokens\":%d,\"cache_creation_input_tokens\":%d,"
                + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":%d,\"ephemeral_1h_input_tokens\":%d},"
                + "\"output_tokens\":%d,\"service_tier\":\"%s\",\"server_tool_use\":{\"web_search_requests\":1}}")
            .formatted(input, read, write + hour, write, hour, output, tier);
    return new Reading(
        Usage.ofVerbatim("anthropic", verbatim),
        verbatim,
        "msg",
        answered(),
        "end_turn",
        true,
        complete,
        null,
        8);
  }

  private @Nullable String answered() {
    return random.nextInt(6) == 0 ? null : MODELS.get(random.nextInt(MODELS.size()));
  }
}
