package dev.bridle.ledger;

/**
 * Something that is not as the rows say it must be.
 *
 * @param subject what it is about, such as a call or the sums of a day
 */
public record Difference(String check, String subject, String expected, String found) {}
