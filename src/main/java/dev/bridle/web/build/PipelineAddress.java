package dev.bridle.web.build;

import dev.bridle.build.Pipeline;
import dev.bridle.web.Visitor;

/** Where the pages of one pipeline are. */
public record PipelineAddress(String organization, String pipeline) {
  static PipelineAddress of(Visitor who, Pipeline pipeline) {
    return new PipelineAddress(who.membership().slug(), pipeline.slug());
  }

  public String builds() {
    return "/" + organization + "/" + pipeline;
  }

  public String newBuild() {
    return builds() + "/builds/new";
  }

  public String settings() {
    return builds() + "/settings";
  }

  public String steps() {
    return settings() + "/steps";
  }

  public BuildAddress build(long number) {
    return new BuildAddress(this, number);
  }
}
