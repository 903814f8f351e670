package dev.bridle.price;

/**
 * The rates for prompts of strictly more than so many tokens; every price has a band from 0.
 *
 * @param regional the same rates with the surcharge for a named region of inference
 */
public record Band(long overPromptTokens, Rates rates, Rates regional) {
  Rates in(Geography geography) {
    return geography == Geography.NAMED ? regional : rates;
  }

  boolean holds(long promptTokens) {
    return overPromptTokens == 0 || promptTokens > overPromptTokens;
  }
}
