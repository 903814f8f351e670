package dev.bridle.web.rule;

import dev.bridle.build.Pipelines;
import dev.bridle.policy.KillSwitch;
import dev.bridle.price.Model;
import dev.bridle.provider.PriceBooks;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What kill switches are proposed for: providers and models that are sold, and first pipelines. */
public record KnownToStop(Pipelines pipelines, PriceBooks books, InstantSource clock) {
  List<Known> of(String organizationId) {
    var sold =
        books.of(organizationId).join().models().stream()
            .filter(model -> !model.isRetired(clock.instant()))
            .toList();
    return Stream.of(
            all("Provider", sold.stream().map(Model::provider)),
            all("Model", sold.stream().map(Model::id)),
            all(
                "Pipeline",
                pipelines.list(organizationId, 0, Known.MOST).stream()
                    .map(pipeline -> pipeline.slug())))
        .flatMap(Function.identity())
        .limit(Known.MOST)
        .toList();
  }

  /** Whether a model that has a price is stopped by it; one that is new today may have none. */
  boolean isPriced(String organizationId, KillSwitch order) {
    String target = order.target();
    if (order.level() != KillSwitch.Level.MODEL || target == null) {
      return true;
    }
    var book = books.of(organizationId).join();
    return book.modelOf(target).isPresent()
        || book.models().stream()
            .flatMap(model -> Stream.concat(Stream.of(model.id()), model.aliases().stream()))
            .anyMatch(name -> order.stopsAll("", name));
  }

  private static Stream<Known> all(String what, Stream<String> values) {
    return values.filter(value -> !value.isEmpty()).distinct().map(value -> new Known(value, what));
  }
}
