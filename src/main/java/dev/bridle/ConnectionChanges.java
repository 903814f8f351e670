package dev.bridle;

import dev.bridle.allowance.Allowances;
import dev.bridle.audit.Actor;
import dev.bridle.call.Relay;
import dev.bridle.provider.Connections;
import dev.bridle.provider.Method;
import dev.bridle.provider.Place;
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
  public void saving(DSLContext sql, Actor actor, Place place, Method method) {
    allowances.addStandard(
        sql, actor, place.organizationId(), place.provider(), method == Method.HOSTED);
  }

  @Override
  public void saved(Place place, boolean usable) {
    allowances.added(place.organizationId());
    if (!usable) {
      relay.stopCallsThrough(place);
    }
  }
}
