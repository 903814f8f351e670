package dev.bridle.bench.usage;

import dev.bridle.ledger.GeneratedBuild;
import dev.bridle.ledger.GeneratedCall;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A year of an organization, day by day: it grows, rests on weekends, and most of it happens in few
 * pipelines. The same seed gives the same year.
 */
final class GeneratedYear {
  private static final long DAY_MS = 86_400_000;
  private static final int CREATORS = 300;
  private static final List<String> OUTCOMES =
      List.of("upstream_error", "client_gone", "stream_error", "upstream_cut", "job_ended");

  private final String organizationId;
  private final YearSize size;
  private final SplittableRandom random;
  private final Skewed pipelines;
  private final Skewed creators = new Skewed(CREATORS, 0.9);
  private final long[] numbers;
  private final String[] features;
  private final double weightOfYear;
  private double due;

  GeneratedYear(String organizationId, YearSize size, long seed) {
    this.organizationId = organizationId;
    this.size = size;
    random = new SplittableRandom(seed);
    pipelines = new Skewed(size.pipelines(), 0.95);
    numbers = new long[size.pipelines()];
    features = new String[size.pipelines()];
    double sum = 0;
    for (int i = 0; i < YearSize.DAYS; i++) {
      sum += weight(i);
    }
    weightOfYear = sum;
  }

  private double weight(int day) {
    DayOfWeek name = size.firstDay().plusDays(day).getDayOfWeek();
    boolean weekend = name == DayOfWeek.SATURDAY || name == DayOfWeek.SUNDAY;
    return (0.6 + 0.8 * day / YearSize.DAYS) * (weekend ? 0.2 : 1);
  }

  /** The calls of each day in turn, oldest first. */
  void days(Consumer<List<GeneratedCall>> act) {
    for (int day = 0; day < YearSize.DAYS; day++) {
      due += size.builds() * weight(day) / weightOfYear;
      var calls = new ArrayList<GeneratedCall>();
      for (; due >= 1; due--) {
        addCalls(build(size.firstDay().plusDays(day)), calls);
      }
      calls.sort(Comparator.comparingLong(GeneratedCall::openedMs));
      act.accept(calls);
    }
  }

  private GeneratedBuild build(LocalDate day) {
    int pipeline = pipelines.pick(random);
    long startMs =
        day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli()
            + Math.clamp((long) (DAY_MS * (0.55 + 0.16 * random.nextGaussian())), 0, DAY_MS - 1);
    return new GeneratedBuild(
        organizationId,
        id(startMs),
        pipeline,
        ++numbers[pipeline],
        branch(pipeline),
        random.nextInt(10) == 0 ? null : "creator-" + creators.pick(random),
        startMs);
  }

  /** Nearly half is the main branch; a feature branch lives for a handful of builds. */
  private String branch(int pipeline) {
    if (random.nextInt(100) < 45) {
      return "main";
    }
    @Nullable String feature = features[pipeline];
    if (feature == null || random.nextInt(4) == 0) {
      feature = "feature/" + pipeline + "-" + numbers[pipeline] + "-change-of-something";
      features[pipeline] = feature;
    }
    return feature;
  }

  private void addCalls(GeneratedBuild build, List<GeneratedCall> calls) {
    double mean = (double) size.calls() / size.builds();
    long many = Math.round(mean * Math.exp(0.9 * random.nextGaussian() - 0.405));
    for (long i = 0; i < Math.clamp(many, 1, 50 * (long) Math.ceil(mean)); i++) {
      calls.add(call(build, build.startMs() + random.nextLong(40 * 60_000L)));
    }
  }

  private GeneratedCall call(GeneratedBuild build, long openedMs) {
    // Each pipeline has a model that it mostly asks, and one that it asks now and then.
    int favourite = build.pipeline() % 5;
    int model = random.nextInt(10) < 7 ? favourite : (favourite + 1) % GeneratedModel.ALL.size();
    var asked = GeneratedModel.ALL.get(model);
    boolean failed = random.nextInt(100) < 3;
    long scale = failed ? 0 : 1;
    long input = scale * around(900);
    long output = scale * around(700);
    long cacheRead = scale * around(9_000);
    long cacheWrite = scale * around(400);
    return new GeneratedCall(
        id(openedMs),
        build,
        openedMs,
        asked.name(),
        asked.connectionId(),
        asked.provider(),
        asked.method(),
        failed ? OUTCOMES.get(random.nextInt(OUTCOMES.size())) : "completed",
        input,
        output,
        cacheRead,
        cacheWrite,
        asked.nanoPerToken() * (input + 5 * output + cacheRead / 10 + cacheWrite * 5 / 4));
  }

  private long around(long middle) {
    return Math.min(middle * 50, Math.round(middle * Math.exp(1.1 * random.nextGaussian())));
  }

  private String id(long atMs) {
    long high = random.nextLong();
    return String.format(
        Locale.ROOT,
        "%08x-%04x-7%03x-a%03x-%012x",
        atMs >>> 16,
        atMs & 0xffff,
        high & 0xfff,
        (high >>> 12) & 0xfff,
        (high >>> 16) & 0xffff_ffff_ffffL);
  }
}
