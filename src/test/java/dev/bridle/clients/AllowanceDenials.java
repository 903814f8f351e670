package dev.bridle.clients;

import static dev.bridle.clients.Denial.passing;
import static dev.bridle.clients.Denial.stop;

import dev.bridle.allowance.Objection;
import dev.bridle.testing.CallDesk;
import java.util.List;

/** What there is no money or no room for. */
final class AllowanceDenials {
  private AllowanceDenials() {}

  static List<Denial> all() {
    return List.of(
        stop(
            "spent budget that resets",
            Objection.Spent.class,
            429,
            "it resets at ",
            (desk, _) -> only(desk, "organization", "usd", "day", "0.000001")),
        stop(
            "spent budget of a build",
            Objection.Spent.class,
            402,
            "it does not reset",
            (desk, _) -> only(desk, "build", "usd", "lifetime", "0.000001")),
        stop(
            "too many requests",
            Objection.Spent.class,
            429,
            "0 requests a month",
            (desk, _) -> only(desk, "organization", "requests", "month", "0")),
        stop(
            "too many tokens",
            Objection.Spent.class,
            429,
            "tokens would fit",
            (desk, _) -> {
              only(desk, "organization", "input_tokens", "month", "1");
              Scene.use(desk, "anthropic");
            }),
        passing(
            "too many calls at once",
            Objection.Busy.class,
            429,
            "is in use by other calls; try again when one has ended",
            (desk, scene) -> {
              only(desk, "organization", "concurrent_calls", "lifetime", "1");
              scene.hold(desk);
            }),
        stop(
                "no price",
                Objection.NoPrice.class,
                403,
                "The model 'claude-unheard-of-9' has no price",
                (desk, _) -> only(desk, "organization", "usd", "day", "1000"))
            .asked(asking -> asking.withModel("claude-unheard-of-9")),
        stop(
                "no bound",
                Objection.NoBound.class,
                400,
                "Nobody can say what a call with",
                (desk, _) -> {
                  only(desk, "organization", "usd", "day", "1000");
                  desk.policy("{'id':'all','effect':'allow'}");
                })
            .asked(asking -> asking.in("search"))
            .by(PolicyDenials::hasServerTools));
  }

  private static void only(CallDesk desk, String scope, String unit, String window, String amount) {
    desk.deleteAllowances();
    desk.allow(scope, unit, window, amount);
  }
}
