package dev.bridle.web.rule;

import dev.bridle.build.Pipelines;
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

  private static Stream<Known> all(String what, Stream<String> values) {
    return values.filter(value -> !value.isEmpty()).distinct().map(value -> new Known(value, what));
  }
}
