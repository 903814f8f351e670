package dev.bridle.web.provider;

import dev.bridle.allowance.Allowances;
import dev.bridle.audit.AuditLog;
import dev.bridle.http.Route;
import dev.bridle.ledger.ConnectionUsage;
import dev.bridle.policy.KillSwitches;
import dev.bridle.policy.Policies;
import dev.bridle.provider.Breakers;
import dev.bridle.provider.ConnectionDesk;
import dev.bridle.provider.Connections;
import dev.bridle.provider.KeyDesk;
import dev.bridle.provider.OfferedModels;
import dev.bridle.provider.PriceBooks;
import dev.bridle.provider.TestCalls;
import dev.bridle.web.Site;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** All pages about model providers. */
public final class ProviderPages {
  /** The parts of the server that lead to providers, or know of them. */
  public record Parts(
      Connections connections,
      Breakers breakers,
      ConnectionDesk desk,
      KeyDesk keys,
      TestCalls tests,
      OfferedModels offers,
      ConnectionUsage usage,
      PriceBooks books,
      AuditLog audit,
      InstantSource clock) {}

  /** What decides about calls to them. */
  public record Rules(Allowances allowances, Policies policies, KillSwitches killSwitches) {}

  private final Site site;
  private final Parts parts;
  private final Rules rules;
  private final String url;

  /**
   * @param url where jobs reach this server
   */
  public ProviderPages(Site site, Parts parts, Rules rules, String url) {
    this.site = site;
    this.parts = parts;
    this.rules = rules;
    this.url = url;
  }

  public List<Route> routes() {
    var connections = parts.connections;
    return Stream.of(
            List.of(new ProvidersPage(site, parts).route()),
            List.of(new ConnectionPage(site, parts, rules, url).route()),
            new ConnectPage(site, connections, parts.desk).routes(),
            new RotatePage(site, connections, parts.desk).routes(),
            List.of(new SwitchAction(site, connections, parts.desk).route()),
            new FallbackPage(site, connections, parts.desk).routes(),
            new DisconnectPage(site, connections).routes(),
            new KeysAction(site, parts.keys).routes(),
            List.of(new ModelsPart(site, parts).route()),
            List.of(new TestCallAction(site, parts.tests, rules.killSwitches).route()))
        .flatMap(List::stream)
        .toList();
  }
}
