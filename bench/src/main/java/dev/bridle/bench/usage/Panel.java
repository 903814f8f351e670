package dev.bridle.bench.usage;

import dev.bridle.ledger.UsagePanels;
import java.util.function.Function;

/** One thing that the usage page shows. */
record Panel(String name, Function<UsagePanels, ?> ask) {}
