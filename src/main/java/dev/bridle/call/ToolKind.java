package dev.bridle.call;

/** Who runs a tool of a request and what it may cost, as far as its {@code type} tells. */
enum ToolKind {
  CUSTOM(32),
  CLIENT(4_000),
  CLIENT_TOOLSET(16_000),
  WEB_SEARCH(4_000),
  WEB_FETCH(4_000),
  TOOL_SEARCH(4_000),
  CODE_EXECUTION(4_000),
  ADVISOR(4_000),
  MCP(4_000),
  UNKNOWN(16_000);

  private static final int DATE = 8;

  private final int hiddenTokens;

  ToolKind(int hiddenTokens) {
    this.hiddenTokens = hiddenTokens;
  }

  /** The kind of an entry of {@code tools}; what nobody knows is the provider's. */
  static ToolKind of(String type) {
    if (type.isEmpty() || type.equals("custom")) {
      return CUSTOM;
    }
    String name = isDated(type) ? type.substring(0, type.length() - DATE) : "";
    return switch (name) {
      case "bash_", "text_editor_", "computer_", "memory_" -> CLIENT;
      case "computer_toolset_", "browser_toolset_" -> CLIENT_TOOLSET;
      default -> serverRun(type);
    };
  }

  private static ToolKind serverRun(String type) {
    if (type.startsWith("web_search_")) {
      return WEB_SEARCH;
    }
    if (type.startsWith("web_fetch_")) {
      return WEB_FETCH;
    }
    if (type.startsWith("tool_search_")) {
      return TOOL_SEARCH;
    }
    if (type.startsWith("code_execution_")) {
      return CODE_EXECUTION;
    }
    if (type.startsWith("advisor_")) {
      return ADVISOR;
    }
    return type.startsWith("mcp_toolset") ? MCP : UNKNOWN;
  }

  /**
   * Whether this can be a tool's type outside of {@code tools}, as newer betas allow: all but
   * custom ones and the connector's end with a date, and no content block does.
   */
  static boolean isToolType(String type) {
    return isDated(type) || type.startsWith("mcp_toolset");
  }

  private static boolean isDated(String type) {
    int date = type.length() - DATE;
    return date > 1
        && type.charAt(date - 1) == '_'
        && type.chars().skip(date).allMatch(c -> c >= '0' && c <= '9');
  }

  boolean isServerRun() {
    return this != CUSTOM && this != CLIENT && this != CLIENT_TOOLSET;
  }

  boolean isWeb() {
    return this == WEB_SEARCH || this == WEB_FETCH;
  }

  /**
   * What the provider may add to the prompt for one such tool, beyond the bytes of its entry. Its
   * own figures are some 250 tokens for bash, 700 for the text editor and 1,250 for a computer; a
   * toolset stands for some ten tools.
   */
  int hiddenTokens() {
    return hiddenTokens;
  }
}
