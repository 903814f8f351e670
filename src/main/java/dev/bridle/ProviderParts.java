package dev.bridle;

import dev.bridle.audit.AuditLog;
import dev.bridle.auth.Guard;
import dev.bridle.call.Connected;
import dev.bridle.http.Client;
import dev.bridle.http.Route;
import dev.bridle.ledger.ConnectionUsage;
import dev.bridle.policy.KillSwitches;
import dev.bridle.provider.Addresses;
import dev.bridle.provider.Anthropic;
import dev.bridle.provider.Breakers;
import dev.bridle.provider.ConnectionDesk;
import dev.bridle.provider.Connections;
import dev.bridle.provider.KeyDesk;
import dev.bridle.provider.OfferedModels;
import dev.bridle.provider.OpenAi;
import dev.bridle.provider.OpenAiSandbox;
import dev.bridle.provider.Operator;
import dev.bridle.provider.Pacing;
import dev.bridle.provider.PriceBooks;
import dev.bridle.provider.ProviderKeys;
import dev.bridle.provider.Sandbox;
import dev.bridle.provider.SandboxAnswers;
import dev.bridle.provider.TestCalls;
import dev.bridle.provider.Upstreams;
import dev.bridle.rest.ConnectionShapes;
import dev.bridle.rest.ModelProviderKeyResource;
import dev.bridle.rest.ModelProviderResource;
import dev.bridle.rest.ModelProviderTestResource;
import dev.bridle.rest.Shapes;
import dev.bridle.store.Database;
import dev.bridle.vault.Vault;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What leads to the providers, put together: connections, their keys, and the ways there. */
final class ProviderParts {
  private final Operator operator;
  private final ProviderKeys keys;
  private final Breakers breakers;
  private final Connections connections;
  private final Addresses addresses;
  private final Upstreams upstreams;
  private final Database database;
  private final AuditLog audit;
  private final PriceBooks books;
  private final InstantSource clock;

  ProviderParts(
      BridleSettings settings,
      Database database,
      Vault vault,
      AuditLog audit,
      PriceBooks books,
      Client client,
      InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.books = books;
    this.clock = clock;
    operator =
        new Operator(
            Map.of(
                Anthropic.NAME, new Operator.Own(settings.anthropicUrl(), settings.anthropicKey()),
                OpenAi.NAME, new Operator.Own(settings.openAiUrl(), settings.openAiKey())));
    keys = new ProviderKeys(database, vault, audit, clock);
    breakers = new Breakers(clock);
    connections = new Connections(database, keys, breakers, audit, operator, clock);
    addresses = new Addresses(operator.urls(), settings.privateProviders());
    upstreams = new Upstreams(client, addresses, sandbox(books, clock), breakers);
  }

  private static Sandbox sandbox(PriceBooks books, InstantSource clock) {
    return new Sandbox(
        Map.of(
            Anthropic.NAME, new SandboxAnswers(books.base(), clock, Pacing.LIFELIKE),
            OpenAi.NAME, new OpenAiSandbox(books.base(), clock, Pacing.LIFELIKE)));
  }

  Connections connections() {
    return connections;
  }

  /** For the calls. */
  Connected connected() {
    return new Connected(connections, keys, breakers, upstreams, clock);
  }

  /** For administrators. */
  List<Route> routes(Guard guard, KillSwitches killSwitches, Shapes shapes) {
    var connectionShapes =
        new ConnectionShapes(breakers, audit, new ConnectionUsage(database), shapes, clock);
    var tests = new TestCalls(connections, keys, upstreams, books, database, audit, clock);
    var offers = new OfferedModels(connections, keys, upstreams);
    var desk = new ConnectionDesk(connections, keys, operator, addresses, upstreams);
    var keyDesk = new KeyDesk(connections, keys, operator, upstreams);
    return Stream.of(
            new ModelProviderResource(connections, desk, connectionShapes).routes(guard),
            new ModelProviderTestResource(tests, offers, books, killSwitches, clock).routes(guard),
            new ModelProviderKeyResource(keyDesk).routes(guard))
        .flatMap(List::stream)
        .toList();
  }
}
