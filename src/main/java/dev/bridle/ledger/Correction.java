package dev.bridle.ledger;

import dev.bridle.price.Money;

/**
 * A row that brings the cost of a settled call to other prices.
 *
 * @param id follows that of the call and of its earlier corrections, so that they stand together in
 *     lists, grow old together, and the same correction can't be written twice
 * @param cost what is to be added to the cost; less than nothing when the call was too dear
 * @param atMost what is to be added to the most that the call could have cost
 */
public record Correction(String id, PastCall call, String priceVersion, Money cost, Money atMost) {}
