package dev.bridle.ledger;

import dev.bridle.meter.Usage;
import dev.bridle.price.Bill;
import dev.bridle.price.Terms;
import dev.bridle.price.Tokens;

/** How normalised usage becomes what is to be paid. */
final class UsageBill {
  private UsageBill() {}

  static Bill of(String model, Usage usage) {
    return new Bill(
        model,
        new Tokens(
            usage.input(),
            usage.output(),
            usage.cacheRead(),
            usage.cacheWrite5m(),
            usage.cacheWrite1h(),
            usage.webSearches()),
        new Terms(usage.tier(), usage.speed(), usage.geo()),
        usage.iterations().stream().map(UsageBill::iteration).toList());
  }

  private static Bill.Iteration iteration(Usage.Iteration part) {
    return new Bill.Iteration(
        part.type(),
        part.model(),
        new Tokens(
            part.input(),
            part.output(),
            part.cacheRead(),
            part.cacheWrite5m(),
            part.cacheWrite1h(),
            0));
  }
}
