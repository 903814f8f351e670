package dev.bridle.call;

import dev.bridle.allowance.Unbounded;
import dev.bridle.policy.Ask.ServerTool;
import dev.bridle.price.CacheWrites;
import java.util.List;
import java.util.Optional;

/**
 * What a body asks for besides its text, as far as rules or its bound care.
 *
 * @param serverTools the tools that the provider runs, wherever they stand
 * @param hiddenTokens what may be billed beyond the bytes: prompts for tools, pictures
 * @param surplusBytes by how much the bytes of pictures and documents exceed those of a text that
 *     usually counts as many tokens
 * @param fillsWindow whether something is carried or named whose tokens its bytes do not bound
 * @param mayGrow whether the start of the answer does not yet tell the whole input
 * @param unbounded the first feature whose use nothing limits
 */
record BodyFeatures(
    List<ServerTool> serverTools,
    CacheWrites cacheWrites,
    long hiddenTokens,
    long surplusBytes,
    boolean fillsWindow,
    boolean mayGrow,
    Optional<Unbounded> unbounded) {
  BodyFeatures {
    serverTools = List.copyOf(serverTools);
  }
}
