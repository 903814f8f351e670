package dev.bridle.call;

import dev.bridle.allowance.Unbounded;
import dev.bridle.policy.Ask.ServerTool;
import dev.bridle.price.Ask;
import dev.bridle.price.CacheWrites;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The most input that a request can be billed for, over all runs of the model that it can start.
 *
 * @param promptTokens tokens of all runs together
 * @param unbounded the feature that makes this no bound at all
 * @param mayShrink whether the start of the answer tells the input for good
 */
record InputBound(
    long promptTokens,
    long webSearches,
    Optional<Unbounded> unbounded,
    boolean mayShrink,
    CacheWrites cacheWrites) {
  /** What the provider may put around any prompt: turns, thinking, the wish for a schema. */
  static final int FRAME_TOKENS = 1_000;

  /** The provider stops its own loop over server tools after ten rounds and hands back the turn. */
  static final int LOOP_ROUNDS = 10;

  static final int MOST_WEB_USES = 1_000;

  private static final Unbounded UNKNOWN_WINDOW =
      Unbounded.field("input of unknown size for a model whose context window is not known");

  /** A region with surcharge: a workspace of the provider's can ask for it on its own. */
  private static final String DEAREST_GEO = "us";

  /**
   * The bound of a body of so many bytes, as it goes upstream. No token is shorter than a byte.
   *
   * @param contextWindow the model's; 0 when nobody knows it
   */
  static InputBound of(BodyFeatures features, long bodyBytes, long contextWindow, long maxOutput) {
    var uses = Uses.of(features.serverTools());
    boolean full = features.fillsWindow() || uses.web;
    // Later rounds read again what earlier ones wrote.
    long text =
        bodyBytes + FRAME_TOKENS + features.hiddenTokens() + (uses.rounds() > 1 ? maxOutput : 0);
    long round = contextWindow > 0 && (full || text > contextWindow) ? contextWindow : text;
    Optional<Unbounded> unbounded =
        features
            .unbounded()
            .or(uses::tooMany)
            .or(() -> full && contextWindow <= 0 ? Optional.of(UNKNOWN_WINDOW) : Optional.empty());
    return new InputBound(
        round * uses.rounds(),
        Math.min(uses.searches, MOST_WEB_USES),
        unbounded,
        !features.mayGrow() && unbounded.isEmpty(),
        features.cacheWrites());
  }

  /** What the price is asked for; the surcharge is held whether or not a region is named. */
  Ask ask(long maxOutput, @Nullable String speed) {
    return new Ask(promptTokens, maxOutput, cacheWrites, webSearches, speed, DEAREST_GEO);
  }

  /** How often the tools of the provider may start the model anew. */
  private record Uses(long all, long searches, boolean web, boolean loop) {
    static Uses of(List<ServerTool> tools) {
      long all = 0;
      long searches = 0;
      boolean web = false;
      boolean loop = false;
      for (ServerTool tool : tools) {
        var kind = ToolKind.of(tool.type());
        long uses = kind.isWeb() && tool.maxUses() != null ? tool.maxUses() : 0;
        all += uses;
        searches += kind == ToolKind.WEB_SEARCH ? uses : 0;
        web |= kind.isWeb();
        loop |= kind == ToolKind.TOOL_SEARCH;
      }
      return new Uses(all, searches, web, loop);
    }

    long rounds() {
      return 1 + Math.min(all, MOST_WEB_USES) + (loop ? LOOP_ROUNDS : 0);
    }

    Optional<Unbounded> tooMany() {
      return all > MOST_WEB_USES
          ? Optional.of(
              Unbounded.tool("web search and fetch with more than " + MOST_WEB_USES + " uses"))
          : Optional.empty();
    }
  }
}
