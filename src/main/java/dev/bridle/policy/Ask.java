package dev.bridle.policy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call asks for, as far as rules judge it. It holds no text of the prompt.
 *
 * @param model the model that is really asked for
 * @param fields the names of the body's top-level fields; a string, number or flag with its value
 *     as text, anything else with an empty text
 * @param serverTools the tools that the provider itself runs
 * @param betas the values of {@code anthropic-beta}
 * @param modelId the id of which the name that is asked for may be an alias
 */
public record Ask(
    String provider,
    String model,
    long maxTokens,
    boolean stream,
    Map<String, String> fields,
    List<ServerTool> serverTools,
    List<String> betas,
    String modelId) {
  public Ask {
    fields = Map.copyOf(fields);
    serverTools = List.copyOf(serverTools);
    betas = List.copyOf(betas);
  }

  /** Of a model that is asked for by its id. */
  public Ask(
      String provider,
      String model,
      long maxTokens,
      boolean stream,
      Map<String, String> fields,
      List<ServerTool> serverTools,
      List<String> betas) {
    this(provider, model, maxTokens, stream, fields, serverTools, betas, model);
  }

  /** The same, asked of another model, by a name that may be an alias of an id. */
  public Ask about(String other, String id) {
    return new Ask(provider, other, maxTokens, stream, fields, serverTools, betas, id);
  }

  /**
   * One entry of {@code tools} that the provider runs, such as {@code web_search_20250305}.
   *
   * @param maxUses null when the request sets none
   */
  public record ServerTool(String type, @Nullable Long maxUses) {}
}
