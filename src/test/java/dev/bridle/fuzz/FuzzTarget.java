package dev.bridle.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bridle.call.HiddenUsageFuzz;
import dev.bridle.call.MessagesReaderFuzz;
import dev.bridle.call.OpenAiReaderFuzz;
import dev.bridle.meter.MeterFuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What reads bytes from outside, with the check of it and the inputs to begin with. */
enum FuzzTarget {
  METERS(MeterFuzz.class),
  HIDDEN_USAGE(HiddenUsageFuzz.class),
  MESSAGES(MessagesReaderFuzz.class),
  OPENAI(OpenAiReaderFuzz.class);

  static final Path RESOURCES = Path.of("src", "test", "resources");

  private final Class<?> type;

  FuzzTarget(Class<?> type) {
    this.type = type;
  }

  Class<?> type() {
    return type;
  }

  void check(byte[] input) {
    switch (this) {
      case METERS -> MeterFuzz.fuzzerTestOneInput(input);
      case HIDDEN_USAGE -> HiddenUsageFuzz.fuzzerTestOneInput(input);
      case MESSAGES -> MessagesReaderFuzz.fuzzerTestOneInput(input);
      case OPENAI -> OpenAiReaderFuzz.fuzzerTestOneInput(input);
    }
  }

  /** Where an input that has found something is kept. */
  Path folder() {
    return RESOURCES.resolve("fuzz").resolve(name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  /** Those kept, and the answers of providers that other tests read. */
  List<byte[]> seeds() {
    var seeds = new ArrayList<>(files(folder()).map(FuzzTarget::read).toList());
    switch (this) {
      case METERS -> {
        for (String meter : List.of("0", "1")) {
          files(RESOURCES.resolve("anthropic")).forEach(file -> seeds.add(after(meter, file)));
        }
        for (String meter : List.of("2", "3", "4")) {
          files(RESOURCES.resolve("openai")).forEach(file -> seeds.add(after(meter, file)));
        }
      }
      case HIDDEN_USAGE ->
          files(RESOURCES.resolve("openai")).map(FuzzTarget::read).forEach(seeds::add);
      case MESSAGES, OPENAI -> {}
    }
    return seeds;
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] after(String first, Path file) {
    byte[] rest = read(file);
    byte[] all = new byte[rest.length + 1];
    all[0] = first.getBytes(UTF_8)[0];
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
