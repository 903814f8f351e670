package dev.bridle.clients;

import static dev.bridle.clients.Denial.passing;
import static dev.bridle.clients.Denial.stop;

import dev.bridle.call.Refusal;
import java.util.List;

/** Ways to a provider that there are not, or not now. */
final class ConnectionDenials {
  private ConnectionDenials() {}

  static List<Denial> all() {
    return List.of(
        stop(
            "no connection",
            Refusal.NotConnected.class,
            403,
            "is connected; an administrator of the organization can connect it",
            (desk, _) -> Scene.PROVIDERS.forEach(name -> desk.delete("model-providers/" + name))),
        stop(
            "disabled connection",
            Refusal.Disabled.class,
            403,
            "is switched off",
            (desk, _) ->
                Scene.PROVIDERS.forEach(
                    name -> desk.put("model-providers/" + name, "{\"enabled\":false}"))),
        stop(
            "rejected key",
            Refusal.CredentialRejected.class,
            502,
            "The provider rejected the key of this connection (401)",
            (desk, _) -> Scene.PROVIDERS.forEach(name -> Scene.reject(desk, name))),
        passing(
            "open breaker",
            Refusal.Unavailable.class,
            503,
            "has failed several times in a row",
            (desk, _) -> Scene.PROVIDERS.forEach(name -> Scene.fail(desk, name))));
  }
}
