package dev.bridle.call;

import dev.bridle.meter.Meter;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One thing that a provider's models are asked to do.
 *
 * @param path where, below the provider's base address
 * @param reader reads what is asked; ends with a {@link Refused} where that can't be read
 * @param streamMeter counts an answer that comes as a stream of events
 * @param answerMeter counts one that comes whole
 */
record Operation(
    String path,
    Function<byte[], ModelRequest> reader,
    Supplier<Meter> streamMeter,
    Supplier<Meter> answerMeter) {
  ModelRequest read(byte[] body) {
    return reader.apply(body);
  }

  Meter meter(boolean streaming) {
    return (streaming ? streamMeter : answerMeter).get();
  }
}
