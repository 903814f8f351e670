package dev.bridle.allowance;

import static dev.bridle.store.schema.Tables.ORGANIZATION;

import dev.bridle.audit.Actor;
import dev.bridle.audit.AuditLog;
import dev.bridle.auth.JobFacts;
import dev.bridle.auth.JobIdentity;
import dev.bridle.ledger.Ending;
import dev.bridle.ledger.Ledger;
import dev.bridle.ledger.Outcome;
import dev.bridle.store.Database;
import dev.bridle.store.DatabaseUrl;
import dev.bridle.store.Uuid7;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to reserve on four levels and open a row, and to book and settle it, on SQLite: for
 * one call that is alone, and for many at once, which share commits.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class AdmissionBenchmark {
  private static final int MANY = 64;
  private static final long PLENTY = 1_000_000_000_000_000L;

  private @Nullable Path folder;
  private @Nullable Database database;
  private @Nullable Admissions admissions;
  private @Nullable AskedCall call;

  @Setup
  public void open() throws IOException {
    folder = Files.createTempDirectory("bridle-jmh");
    database = Database.open(DatabaseUrl.sqlite(folder.resolve("bridle.db")));
    var clock = InstantSource.system();
    String organization = Uuid7.at(Instant.now());
    database.execute(sql ->
        sql.insertInto(ORGANIZATION)
            .values(organization, "acme", "acme", clock.millis())
            .execute());
    admissions =
        new Admissions(database, new Ledger(database, clock), clock, Duration.ofSeconds(10));
    var allowances = new Allowances(database, new AuditLog(database, clock), admissions, clock);
    for (AllowanceTerms terms : terms()) {
      allowances.create(Actor.operator("127.0.0.1", null), organization, terms);
    }
    call = new BenchmarkCall(job(organization));
  }

  private static List<AllowanceTerms> terms() {
    var money =
        Stream.of(Scope.ORGANIZATION, Scope.PIPELINE, Scope.BUILD, Scope.JOB)
            .map(scope -> terms(scope, Unit.USD, Window.LIFETIME));
    var requests = Stream.of(terms(Scope.ORGANIZATION, Unit.REQUESTS, Window.MINUTE));
    return Stream.concat(money, requests).toList();
  }

  private static AllowanceTerms terms(Scope scope, Unit unit, Window window) {
    return new AllowanceTerms(
        scope, null, null, null, unit, window, PLENTY, dev.bridle.allowance.Mode.HARD);
  }

  private static JobIdentity job(String organization) {
    var facts =
        new JobFacts(
            "acme",
            "cluster",
            "queue",
            "pipeline",
            null,
            "main",
            "running",
            null,
            "",
            null,
            null,
            null,
            null,
            Map.of());
    return new JobIdentity(
        organization,
        "cluster",
        "queue",
        "pipeline",
        "pipeline",
        "build",
        1,
        "main",
        "HEAD",
        "api",
        null,
        "job",
        null,
        0,
        "agent",
        facts);
  }

  @Benchmark
  public void oneCall() {
    settled(admitted()).join();
  }

  @Benchmark
  @OperationsPerInvocation(MANY)
  public void manyCallsAtOnce() {
    var admitted = Stream.generate(this::admitted).limit(MANY).toList();
    admitted.stream().map(this::settled).toList().forEach(CompletableFuture::join);
  }

  private CompletableFuture<Admission> admitted() {
    if (admissions == null || call == null) {
      throw new IllegalStateException("not open");
    }
    return admissions.admit(call).admission();
  }

  private CompletableFuture<Void> settled(CompletableFuture<Admission> admission) {
    return admission.thenCompose(this::settle);
  }

  private CompletableFuture<Void> settle(Admission admission) {
    if (admissions == null || !(admission instanceof Admission.Admitted(LiveCall live, var _))) {
      throw new IllegalStateException("refused: " + admission);
    }
    return admissions.settle(live, Ending.without(Outcome.UPSTREAM_ERROR, 500));
  }

  @TearDown
  public void close() throws IOException {
    if (database == null || folder == null) {
      return;
    }
    database.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
