package dev.bridle.price;

import java.math.BigDecimal;

/**
 * What a book says once for all its models.
 *
 * @param usSurcharge factor for a named region of inference
 * @param batch factor for answers made in batches
 * @param webSearch pico-dollars for one search
 */
record Factors(BigDecimal usSurcharge, BigDecimal batch, long webSearch) {}
