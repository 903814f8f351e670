package dev.bridle.build;

/**
 * The address that jobs are told.
 *
 * @param server where this server is reached, without a slash at the end
 */
public record PublicAddress(String server) {
  /** What agents and model clients put their paths after. */
  public String endpoint() {
    return server + "/v3";
  }

  public String build(String organizationSlug, String pipelineSlug, long number) {
    return server + "/" + organizationSlug + "/" + pipelineSlug + "/builds/" + number;
  }
}
