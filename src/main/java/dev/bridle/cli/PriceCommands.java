package dev.bridle.cli;

import dev.bridle.http.ApiClient;
import dev.bridle.http.ApiFailure;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The commands that show what models cost, and change an organization's own prices. */
final class PriceCommands {
  private PriceCommands() {}

  static CommandLine line(Console console) {
    return AdminCommands.group("What models cost.", "list", new PriceListCommand(console))
        .addSubcommand("add", new Add(console))
        .addSubcommand("override", new Replace(console))
        .addSubcommand("like", new Like(console))
        .addSubcommand("remove", new Remove(console));
  }

  /** What all changes of the organization's prices share. */
  abstract static class Change implements Callable<Integer> {
    @Mixin ServerOptions server = new ServerOptions();

    @Option(
        names = "--model",
        required = true,
        paramLabel = "ID",
        description = "Id of the model; with stars, every id that fits and isn't known otherwise.")
    String model = "";

    final Console console;

    Change(Console console) {
      this.console = console;
    }

    /** The document's entries without the one of this model, which is put in again or not. */
    abstract void change(JsonNode shown, ArrayNode models, @Nullable ObjectNode old)
        throws ApiFailure;

    abstract String done();

    @Override
    public Integer call() throws ApiFailure {
      var client = server.client(console);
      String path = server.organizationPath(client) + "/prices";
      JsonNode shown = client.get(path);
      put(client, path, shown);
      console.say(done());
      return 0;
    }

    private void put(ApiClient client, String path, JsonNode shown) throws ApiFailure {
      var models = JsonMapper.shared().createArrayNode();
      ObjectNode old = null;
      for (JsonNode entry : shown.path("document").path("models")) {
        if (entry.path("id").asString().equals(model)) {
          old = (ObjectNode) entry;
        } else {
          models.add(entry);
        }
      }
      change(shown, models, old);
      var body = JsonMapper.shared().createObjectNode();
      body.put("version", shown.path("version").asLong());
      body.set("models", models);
      client.put(path, body);
    }

    boolean isKnown(JsonNode shown) {
      for (JsonNode known : shown.path("models")) {
        if (known.path("id").asString().equals(model)
            || known.path("aliases").valueStream().anyMatch(a -> a.asString().equals(model))) {
          return true;
        }
      }
      return false;
    }
  }

  /** A change that gives a model prices of its own. */
  abstract static class Priced extends Change {
    @Mixin PriceOptions prices = new PriceOptions();

    Priced(Console console) {
      super(console);
    }

    ObjectNode entry(@Nullable ObjectNode old) {
      ObjectNode entry = old == null ? JsonMapper.shared().createObjectNode() : old;
      entry.put("id", model);
      entry.remove("price_like");
      prices.into(entry);
      return entry;
    }
  }

  /** Adds a model with its prices. */
  @Command(description = "Adds a model with its prices, in US dollars for a million tokens.")
  static final class Add extends Priced {
    Add(Console console) {
      super(console);
    }

    @Override
    void change(JsonNode shown, ArrayNode models, @Nullable ObjectNode old) throws ApiFailure {
      if (isKnown(shown)) {
        throw new ApiFailure(0, model + " is known already; use override.");
      }
      models.add(entry(null));
    }

    @Override
    String done() {
      return model + " is added.";
    }
  }

  /** Gives a known model other prices. */
  @Command(description = "Gives a known model other prices, from a day on or for all times.")
  static final class Replace extends Priced {
    Replace(Console console) {
      super(console);
    }

    @Override
    void change(JsonNode shown, ArrayNode models, @Nullable ObjectNode old) throws ApiFailure {
      if (!isKnown(shown)) {
        throw new ApiFailure(0, model + " is not known; use add.");
      }
      models.add(entry(old));
    }

    @Override
    String done() {
      return model + " has other prices now.";
    }
  }

  /** Says that a model costs as much as another one. */
  @Command(description = "Says that a model costs as much as another one of the book.")
  static final class Like extends Change {
    @Option(
        names = "--as",
        required = true,
        paramLabel = "ID",
        description = "The model whose prices it has.")
    private String as = "";

    Like(Console console) {
      super(console);
    }

    @Override
    void change(JsonNode shown, ArrayNode models, @Nullable ObjectNode old) {
      models.add(JsonMapper.shared().createObjectNode().put("id", model).put("price_like", as));
    }

    @Override
    String done() {
      return model + " costs as much as " + as + ".";
    }
  }

  /** Removes what the organization says of a model. */
  @Command(description = "Removes the organization's own prices of a model.")
  static final class Remove extends Change {
    Remove(Console console) {
      super(console);
    }

    @Override
    void change(JsonNode shown, ArrayNode models, @Nullable ObjectNode old) throws ApiFailure {
      if (old == null) {
        throw new ApiFailure(0, "The organization has no prices of its own for " + model + ".");
      }
    }

    @Override
    String done() {
      return "The organization has no prices of its own for " + model + " any more.";
    }
  }
}
