package dev.bridle.provider;

import dev.bridle.config.Secret;

/**
 * One of the keys that a connection's calls may be sent with.
 *
 * @param rejected whether the provider has rejected it, as far as was known when it was read
 */
public record ProviderKey(String id, Secret secret, boolean rejected) {}
