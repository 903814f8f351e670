package dev.bridle.web.provider;

import dev.bridle.allowance.Allowances;
import dev.bridle.audit.AuditLog;
import dev.bridle.http.Route;
import dev.bridle.policy.Policies;
import dev.bridle.provider.Breakers;
import dev.bridle.provider.ConnectionDesk;
import dev.bridle.provider.Connections;
import dev.bridle.provider.KeyDesk;
import dev.bridle.provider.PriceBooks;
import dev.bridle.web.Site;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** All pages about model providers. */
public final class ProviderPages {
  /** The parts of the server that lead to providers. */
  public record Parts(
      Connections connections, Breakers breakers, ConnectionDesk desk, KeyDesk keys) {}

  private final Site site;
  private final Parts parts;
  private final ConnectionPage connection;

  /**
   * @param url where jobs reach this server
   */
  public ProviderPages(
      Site site,
      Parts parts,
      PriceBooks books,
      Allowances allowances,
      Policies policies,
      AuditLog audit,
      InstantSource clock,
      String url) {
    this.site = site;
    this.parts = parts;
    this.connection =
        new ConnectionPage(
            site,
            new ConnectionPage.Sources(
                parts.connections,
                parts.breakers,
                parts.keys,
                books,
                allowances,
                policies,
                audit,
                clock),
            url);
  }

  public List<Route> routes() {
    var connections = parts.connections;
    return Stream.of(
            List.of(new ProvidersPage(site, connections, parts.breakers).route()),
            List.of(connection.route()),
            new ConnectPage(site, connections, parts.desk).routes(),
            new RotatePage(site, connections, parts.desk).routes(),
            List.of(new SwitchAction(site, connections, parts.desk).route()),
            new DisconnectPage(site, connections).routes(),
            new KeysAction(site, parts.keys).routes())
        .flatMap(List::stream)
        .toList();
  }
}
