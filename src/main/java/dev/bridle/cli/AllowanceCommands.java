package dev.bridle.cli;

import dev.bridle.http.ApiClient;
import dev.bridle.http.ApiFailure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The commands for limits and budgets. */
final class AllowanceCommands {
  private static final String ROW = "%-36s  %-34s %-26s %14s %14s %14s";

  private AllowanceCommands() {}

  static CommandLine line(Console console) {
    return AdminCommands.group("Limits and budgets.", "list", new Show(console))
        .addSubcommand("create", new Create(console))
        .addSubcommand("change", new Change(console))
        .addSubcommand("delete", new Delete(console))
        .addSubcommand("events", new Events(console));
  }

  /** What all of them share. */
  abstract static class Allowances implements Callable<Integer> {
    @Mixin ServerOptions server = new ServerOptions();

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    final Console console;

    Allowances(Console console) {
      this.console = console;
    }

    String path(ApiClient client) throws ApiFailure {
      return server.organizationPath(client) + "/allowances";
    }

    int tell(JsonNode allowance) {
      if (json) {
        console.sayJson(allowance);
      } else {
        console.say(ROW.formatted("id", "for", "amount", "used", "held", "left"));
        row(console, allowance);
      }
      return 0;
    }
  }

  private static void row(Console console, JsonNode allowance) {
    var balances = allowance.path("balances");
    if (balances.isEmpty()) {
      row(console, allowance, "", balances);
      return;
    }
    boolean each = allowance.path("target").isNull() && balances.size() > 1;
    for (JsonNode balance : balances) {
      row(console, allowance, each ? balance.path("target_id").asString() : "", balance);
    }
  }

  private static void row(Console console, JsonNode one, String target, JsonNode balance) {
    console.say(
        ROW.formatted(
            one.path("id").asString(),
            whom(one, target),
            amount(one),
            balance.path("settled").asString("0"),
            balance.path("held").asString("0"),
            balance.path("remaining").asString(one.path("amount").asString())));
  }

  private static String whom(JsonNode one, String target) {
    String whom = one.path("scope").asString();
    if (!target.isEmpty() || !one.path("target").isNull()) {
      whom += " " + (target.isEmpty() ? one.path("target").asString() : target);
    } else if (!whom.equals("organization")) {
      whom = "each " + whom;
    }
    for (String narrow : new String[] {"provider", "model"}) {
      if (!one.path(narrow).isNull()) {
        whom += ", " + one.path(narrow).asString();
      }
    }
    return whom;
  }

  private static String amount(JsonNode one) {
    String window = one.path("window").asString();
    String soft = one.path("mode").asString().equals("soft") ? ", soft" : "";
    return one.path("amount").asString()
        + " "
        + one.path("unit").asString()
        + (window.equals("lifetime") ? "" : " a " + window)
        + soft;
  }

  /** Lists them. */
  @Command(description = "Lists the allowances and where they stand in their window of now.")
  static final class Show extends Allowances {
    Show(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      JsonNode all = client.get(path(client));
      if (json) {
        console.sayJson(all);
        return 0;
      }
      console.say(ROW.formatted("id", "for", "amount", "used", "held", "left"));
      all.forEach(one -> row(console, one));
      return 0;
    }
  }

  /** Makes one. */
  @Command(
      description =
          "Makes an allowance. It is in force for the next call, and calls made before count as well.")
  static final class Create extends Allowances {
    @Option(
        names = "--scope",
        required = true,
        paramLabel = "SCOPE",
        description = "organization, cluster, queue, pipeline, branch_class, build or job.")
    private String scope = "";

    @Option(
        names = "--target",
        paramLabel = "WHICH",
        description = "Slug, name, key or id of the one it is for; without it, for each.")
    private @Nullable String target;

    @Option(names = "--provider", paramLabel = "NAME", description = "Only for this provider.")
    private @Nullable String provider;

    @Option(
        names = "--model",
        paramLabel = "ID",
        description = "Only for this model, or for all whose id begins so, like claude-opus-*.")
    private @Nullable String model;

    @Option(
        names = "--unit",
        required = true,
        paramLabel = "UNIT",
        description = "requests, input_tokens, usd or concurrent_calls.")
    private String unit = "";

    @Option(
        names = "--window",
        paramLabel = "WINDOW",
        description = "minute, hour, day, month (of the UTC calendar) or lifetime, the default.")
    private String window = "lifetime";

    @Option(
        names = "--amount",
        required = true,
        paramLabel = "AMOUNT",
        description = "How much, like 50 or, of usd, 1.00.")
    private String amount = "";

    @Option(
        names = "--mode",
        paramLabel = "MODE",
        description = "hard, the default, or soft (usd only).")
    private @Nullable String mode;

    Create(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      Map<String, @Nullable Object> terms = new LinkedHashMap<>();
      terms.put("scope", scope);
      terms.put("target", target);
      terms.put("provider", provider);
      terms.put("model", model);
      terms.put("unit", unit);
      terms.put("window", window);
      terms.put("amount", amount);
      terms.put("mode", mode);
      return tell(client.post(path(client), terms));
    }
  }

  /** Changes one. */
  @Command(description = "Changes an amount or a mode. What was spent stays spent.")
  static final class Change extends Allowances {
    @Parameters(paramLabel = "ID", description = "The allowance.")
    private String id = "";

    @Option(names = "--amount", paramLabel = "AMOUNT", description = "How much from now on.")
    private @Nullable String amount;

    @Option(names = "--mode", paramLabel = "MODE", description = "hard or soft.")
    private @Nullable String mode;

    Change(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      Map<String, Object> change = new LinkedHashMap<>();
      if (amount != null) {
        change.put("amount", amount);
      }
      if (mode != null) {
        change.put("mode", mode);
      }
      return tell(client.put(path(client) + ApiClient.path(id), change));
    }
  }

  /** Deletes one. */
  @Command(description = "Deletes an allowance.")
  static final class Delete extends Allowances {
    @Parameters(paramLabel = "ID", description = "The allowance.")
    private String id = "";

    Delete(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      client.delete(path(client) + ApiClient.path(id));
      console.say("The allowance " + id + " is deleted.");
      return 0;
    }
  }

  /** Lists what happened. */
  @Command(description = "Lists thresholds that were reached (50, 80, 100 %), newest first.")
  static final class Events extends Allowances {
    Events(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      JsonNode events = client.get(server.organizationPath(client) + "/allowance-events");
      if (json) {
        console.sayJson(events);
        return 0;
      }
      for (JsonNode event : events.path("items")) {
        String percent =
            event.path("percent").isNull() ? "" : event.path("percent").asInt() + " % ";
        console.say(
            "%s  %s  %s%s: %s of %s"
                .formatted(
                    event.path("occurred_at").asString(),
                    event.path("allowance_id").asString(),
                    percent,
                    event.path("kind").asString(),
                    event.path("settled").asString(),
                    event.path("amount").asString()));
      }
      return 0;
    }
  }
}
