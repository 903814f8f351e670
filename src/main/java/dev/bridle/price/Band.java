package dev.bridle.price;

/**
 * The rates for prompts of strictly more than so many tokens; every offer has a band from 0.
 *
 * @param batch the same rates for answers made in batches
 */
public record Band(long overPromptTokens, Regions live, Regions batch) {
  Rates rates(Tier tier, Geography geography) {
    return (tier == Tier.BATCH ? batch : live).in(geography);
  }

  boolean holds(long promptTokens) {
    return overPromptTokens == 0 || promptTokens > overPromptTokens;
  }
}
