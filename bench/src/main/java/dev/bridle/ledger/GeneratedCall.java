package dev.bridle.ledger;

/** A call of a generated year, settled. */
public record GeneratedCall(
    String id,
    GeneratedBuild build,
    long openedMs,
    String model,
    String connectionId,
    String provider,
    String method,
    String outcome,
    long input,
    long output,
    long cacheRead,
    long cacheWrite,
    long costNano) {

  CountedCall counted() {
    return new CountedCall(
        build.organizationId(),
        build.pipelineSlug(),
        build.id(),
        build.number(),
        build.branch(),
        build.creatorId(),
        new CallKind(model, connectionId, provider, method, outcome),
        openedMs,
        new Sums(1, input, output, cacheRead, cacheWrite, 0, 0, costNano, costNano));
  }
}
