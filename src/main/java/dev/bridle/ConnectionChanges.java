package dev.bridle;

import dev.bridle.allowance.Allowances;
import dev.bridle.audit.Actor;
import dev.bridle.call.Relay;
import dev.bridle.provider.Connections;
import dev.bridle.provider.Method;
import org.jooq.DSLContext;

/** What follows when a connection is made or changed: its standard limits, and the end of calls. */
final class ConnectionChanges implements Connections.Listener {
  private final Allowances allowances;
  private final Relay relay;

  ConnectionChanges(Allowances allowances, Relay relay) {
    this.allowances = allowances;
    this.relay = relay;
  }

  @Override
  public void saving(
      DSLContext sql, Actor actor, String organizationId, String provider, Method method) {
    allowances.addStandard(sql, actor, organizationId, provider, method == Method.HOSTED);
  }

  @Override
  public void saved(String organizationId, String provider, boolean usable) {
    allowances.added(organizationId);
    if (!usable) {
      relay.stopCallsThrough(organizationId, provider);
    }
  }
}
