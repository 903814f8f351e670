package dev.bridle.web.build;

/** Where the pages of one build are. */
public record BuildAddress(PipelineAddress pipeline, long number) {
  public String summary() {
    return pipeline.builds() + "/builds/" + number;
  }

  public String jobs() {
    return summary() + "/jobs";
  }

  public String ai() {
    return summary() + "/ai";
  }

  public String events() {
    return summary() + "/events";
  }

  public String job(String jobId) {
    return jobs() + "/" + jobId;
  }

  public String environment(String jobId) {
    return job(jobId) + "/env";
  }

  public String log(String jobId) {
    return job(jobId) + "/log";
  }

  public String rawLog(String jobId) {
    return job(jobId) + "/log.txt";
  }
}
