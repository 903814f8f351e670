package dev.bridle.provider;

import dev.bridle.config.Secret;
import java.net.URI;
import java.util.Optional;

/**
 * How an organization reaches a provider, ready to be used by a call.
 *
 * @param keyRejected whether the provider has rejected this very key
 */
public record Connection(
    String id,
    String organizationId,
    String provider,
    Method method,
    URI baseUrl,
    KeyHeader keyHeader,
    Optional<Secret> key,
    boolean rewrites,
    boolean enabled,
    boolean keyRejected) {}
