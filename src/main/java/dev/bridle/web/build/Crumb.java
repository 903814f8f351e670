package dev.bridle.web.build;

import dev.bridle.build.Pipeline;
import dev.bridle.web.Place;
import dev.bridle.web.Visitor;
import java.util.List;

/** One step of the way to a page. */
public record Crumb(String label, String address) {
  static Crumb pipelines(Visitor who) {
    return new Crumb("Pipelines", who.address(Place.PIPELINES));
  }

  static List<Crumb> to(Visitor who, Pipeline pipeline) {
    return List.of(
        pipelines(who), new Crumb(pipeline.name(), PipelineAddress.of(who, pipeline).builds()));
  }

  static List<Crumb> to(Visitor who, Found.Place place) {
    return List.of(
        pipelines(who),
        new Crumb(place.pipeline().name(), place.address().pipeline().builds()),
        new Crumb("Build #" + place.build().number(), place.address().summary()));
  }
}
