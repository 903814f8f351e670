package dev.bridle.call;

import dev.bridle.allowance.Unbounded;
import dev.bridle.policy.Ask.ServerTool;
import dev.bridle.price.CacheWrites;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the features of a body while it is read. A note can only raise the bound. */
final class FeatureNotes {
  /**
   * The most that one picture is billed, whatever its few bytes decode to: the provider scales down
   * what is larger, to 4,784 tokens on its newest models.
   */
  static final int PICTURE_TOKENS = 6_000;

  /** What the provider adds once when there are tools at all; its own figures end near 700. */
  static final int TOOLS_TOKENS = 1_000;

  /** A picture usually counts as many tokens as this much text. */
  private static final int BYTES_OF_A_PICTURE = 4_500;

  /** A page of a PDF has some 30 KB in base64 and usually counts as a quarter of it in text. */
  private static final int BYTES_FOR_ONE_OF_TEXT = 4;

  private static final int MOST_SERVER_TOOLS = 200;

  /** The versions of the web tools that never run code of their own. */
  private static final Set<String> PLAIN_WEB = Set.of("web_search_20250305", "web_fetch_20250910");

  private final List<ServerTool> serverTools = new ArrayList<>();
  private CacheWrites cacheWrites = CacheWrites.NONE;
  private long hiddenTokens;
  private long surplusBytes;
  private boolean tools;
  private boolean fillsWindow;
  private boolean mayGrow;
  private @Nullable Unbounded unbounded;

  void cacheWrites(CacheWrites asked) {
    if (asked.compareTo(cacheWrites) > 0) {
      cacheWrites = asked;
    }
  }

  /**
   * @param mostTokens what it is billed at most
   */
  void picture(int bytes, int mostTokens) {
    hiddenTokens += mostTokens;
    surplusBytes += Math.max(0, bytes - BYTES_OF_A_PICTURE);
  }

  void document(int bytes) {
    dense();
    surplusBytes += bytes - bytes / BYTES_FOR_ONE_OF_TEXT;
  }

  /** Something carried that can hold more tokens than bytes, such as a compressed PDF. */
  void dense() {
    fillsWindow = true;
  }

  /** Something that the provider fetches or holds, so that we never see it. */
  void referenced() {
    fillsWindow = true;
    mayGrow = true;
  }

  /** Earlier turns that the provider holds; they may write caches for an hour. */
  void thread() {
    referenced();
    cacheWrites(CacheWrites.ONE_HOUR);
  }

  void unbounded(Unbounded feature) {
    mayGrow = true;
    if (unbounded == null) {
      unbounded = feature;
    }
  }

  void tool(DecidingFields fields) {
    var kind = ToolKind.of(fields.type());
    tools = true;
    hiddenTokens += kind.hiddenTokens();
    if (!kind.isServerRun()) {
      return;
    }
    var tool = new ServerTool(fields.type(), fields.maxUses());
    serverTool(tool);
    limitless(kind, tool, fields.onlyDirect()).map(Unbounded::tool).ifPresent(this::unbounded);
  }

  /** A tool that the provider runs. */
  void serverTool(ServerTool tool) {
    if (serverTools.size() == MOST_SERVER_TOOLS) {
      throw Refused.badBody(
          "The request has more than " + MOST_SERVER_TOOLS + " tools that the provider runs.");
    }
    serverTools.add(tool);
    tools = true;
    toldLate();
  }

  /** A tool for which the provider may add so much to the prompt. */
  void clientTool(int mostHiddenTokens) {
    tools = true;
    hiddenTokens += mostHiddenTokens;
  }

  /** How large the input was, the answer tells at its end only. */
  void toldLate() {
    mayGrow = true;
  }

  /** What is without a limit in this tool. */
  private static Optional<String> limitless(ToolKind kind, ServerTool tool, boolean onlyDirect) {
    return switch (kind) {
      case WEB_SEARCH -> limitlessWeb("web search", tool, onlyDirect);
      case WEB_FETCH -> limitlessWeb("web fetch", tool, onlyDirect);
      case CODE_EXECUTION -> Optional.of("code execution");
      case ADVISOR -> Optional.of("the advisor tool");
      case MCP -> Optional.of("the MCP connector");
      case UNKNOWN -> Optional.of("the tool type '" + tool.type() + "'");
      case TOOL_SEARCH, CUSTOM, CLIENT, CLIENT_TOOLSET -> Optional.empty();
    };
  }

  private static Optional<String> limitlessWeb(String name, ServerTool tool, boolean onlyDirect) {
    if (tool.maxUses() == null) {
      return Optional.of(name + " without max_uses");
    }
    // The versions of 2026 filter with code of the model's, in as many turns as it likes.
    return onlyDirect || PLAIN_WEB.contains(tool.type())
        ? Optional.empty()
        : Optional.of(name + " that may run code (allowed_callers other than [\"direct\"])");
  }

  BodyFeatures features() {
    return new BodyFeatures(
        serverTools,
        cacheWrites,
        hiddenTokens + (tools ? TOOLS_TOKENS : 0),
        surplusBytes,
        fillsWindow,
        mayGrow,
        Optional.ofNullable(unbounded));
  }
}
