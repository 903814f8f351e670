package dev.bridle.price;

/**
 * The rates of one band.
 *
 * @param named the same rates with the surcharge for a named region of inference
 */
public record Regions(Rates anywhere, Rates named) {
  Rates in(Geography geography) {
    return geography == Geography.NAMED ? named : anywhere;
  }
}
