package dev.bridle.rest;

import dev.bridle.auth.Principal;
import dev.bridle.build.Build;
import dev.bridle.build.Builds;
import dev.bridle.build.Job;
import dev.bridle.build.Pipeline;
import dev.bridle.build.Pipelines;
import dev.bridle.http.HttpError;
import dev.bridle.http.Request;

/** Finds what the path of a request names, or ends it with a 404. */
public record FoundBuilds(Pipelines pipelines, Builds builds) {
  Pipeline pipeline(Principal.ApiToken who, Request request) {
    return pipelines
        .find(who.organizationId(), request.parameter("pipeline"))
        .orElseThrow(HttpError::notFound);
  }

  JobShapes.Place build(Principal.ApiToken who, Request request) {
    var pipeline = pipeline(who, request);
    Build build = builds.find(pipeline.id(), number(request)).orElseThrow(HttpError::notFound);
    return new JobShapes.Place(who.organizationSlug(), pipeline, build);
  }

  static long number(Request request) {
    String number = request.parameter("number");
    if (!number.matches("\\d{1,18}")) {
      throw HttpError.notFound();
    }
    return Long.parseLong(number);
  }

  Job job(JobShapes.Place place, Request request) {
    return job(place, request.parameter("job"));
  }

  Job job(JobShapes.Place place, String id) {
    return builds.job(place.build().id(), id).orElseThrow(HttpError::notFound);
  }
}
