package dev.bridle.ledger;

/**
 * The figures at the top of a page.
 *
 * @param refused calls that were not made
 */
public record UsageSummary(UsageRange range, Totals totals, long refused) {}
