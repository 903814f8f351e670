package dev.bridle.cli;

import dev.bridle.config.BadSetting;
import dev.bridle.http.ApiFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Asks what the policy would say of a call. */
@Command(description = "Says what the policy decides about a call, and what each rule has to say.")
final class PolicyExplainCommand implements Callable<Integer> {
  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private JobClaimOptions claims = new JobClaimOptions();

  @Option(
      names = "--job",
      paramLabel = "ID",
      description = "A job that there is or was. Without it, the job that other options describe.")
  private @Nullable String job;

  @Option(names = "--provider", paramLabel = "NAME", description = "Default: anthropic.")
  private String provider = "anthropic";

  @Option(names = "--model", required = true, paramLabel = "ID", description = "The model.")
  private String model = "";

  @Option(names = "--max-tokens", paramLabel = "N", description = "The call's max_tokens.")
  private long maxTokens;

  @Option(names = "--beta", paramLabel = "NAME", description = "A beta; can be repeated.")
  private List<String> betas = List.of();

  @Option(
      names = "--tool",
      paramLabel = "TYPE[=MAX_USES]",
      description = "A tool that the provider runs; can be repeated.")
  private List<String> tools = List.of();

  @Option(
      names = "--field",
      paramLabel = "NAME[=VALUE]",
      description = "A top-level field of the request; can be repeated.")
  private List<String> fields = List.of();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private final Console console;

  PolicyExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws ApiFailure {
    var body = new LinkedHashMap<String, Object>();
    if (job != null) {
      body.put("job", job);
    } else {
      body.put("claims", claims.claims());
    }
    body.put("call", described());
    var client = server.client(console);
    JsonNode said = client.post(PolicyCommands.path(server, client) + "/explain", body);
    if (json) {
      console.sayJson(said);
    } else {
      print(said);
    }
    return 0;
  }

  private Map<String, Object> described() {
    var call = new LinkedHashMap<String, Object>();
    call.put("provider", provider);
    call.put("model", model);
    call.put("max_tokens", maxTokens);
    call.put("betas", betas);
    call.put("server_tools", tools.stream().map(PolicyExplainCommand::tool).toList());
    var named = new LinkedHashMap<String, String>();
    for (String field : fields) {
      var parts = parts(field);
      named.put(parts.getFirst(), parts.getLast());
    }
    call.put("fields", named);
    return call;
  }

  /** What stands before and after the equals sign. */
  private static List<String> parts(String text) {
    int equals = text.indexOf('=');
    return equals < 0
        ? List.of(text, "")
        : List.of(text.substring(0, equals), text.substring(equals + 1));
  }

  private static Map<String, Object> tool(String text) {
    var parts = parts(text);
    var tool = new LinkedHashMap<String, Object>();
    tool.put("type", parts.getFirst());
    if (!parts.getLast().isEmpty()) {
      try {
        tool.put("max_uses", Long.valueOf(parts.getLast()));
      } catch (NumberFormatException e) {
        throw new BadSetting("--tool " + text + ": MAX_USES must be a whole number");
      }
    }
    return tool;
  }

  private void print(JsonNode said) {
    String decision = said.path("decision").asString();
    console.say(
        "%s by %s, version %d"
            .formatted(
                decision.equals("allowed") ? "Allowed" : "Denied",
                said.path("rule").asString(),
                said.path("version").asLong()));
    if (said.has("message")) {
      console.say(said.path("message").asString());
    }
    List<String> lines = new ArrayList<>();
    for (JsonNode rule : said.path("rules")) {
      lines.add(
          "  %-6s %-30s %-12s %s"
              .formatted(
                  rule.path("effect").asString(),
                  rule.path("rule").asString(),
                  rule.path("matched").asBoolean() ? "matches" : "does not",
                  rule.path("why").asString()));
    }
    lines.forEach(console::say);
    for (JsonNode reported : said.path("reported")) {
      console.say("  only reported: " + reported.path("message").asString());
    }
  }
}
