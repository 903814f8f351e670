package dev.bridle.web.build;

import dev.bridle.build.Build;
import dev.bridle.build.Builds;
import dev.bridle.build.Job;
import dev.bridle.build.Pipeline;
import dev.bridle.build.Pipelines;
import dev.bridle.http.HttpError;
import dev.bridle.http.Request;
import dev.bridle.web.Visitor;

/** Finds what the path of a page names, or says that there is no such page. */
record Found(Pipelines pipelines, Builds builds) {
  /** A build, and where its pages are. */
  record Place(Pipeline pipeline, Build build, BuildAddress address) {}

  Pipeline pipeline(Visitor who, Request request) {
    return pipelines
        .find(who.organizationId(), request.parameter("pipeline"))
        .orElseThrow(HttpError::notFound);
  }

  Place build(Visitor who, Request request) {
    var pipeline = pipeline(who, request);
    String number = request.parameter("number");
    if (!number.matches("\\d{1,18}")) {
      throw HttpError.notFound();
    }
    var build = builds.find(pipeline.id(), Long.parseLong(number)).orElseThrow(HttpError::notFound);
    return new Place(pipeline, build, PipelineAddress.of(who, pipeline).build(build.number()));
  }

  Job job(Place place, Request request) {
    return builds.job(place.build.id(), request.parameter("job")).orElseThrow(HttpError::notFound);
  }
}
