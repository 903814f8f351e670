package dev.bridle.provider;

import dev.bridle.config.Secret;
import java.util.Map;
import java.util.Optional;

/**
 * What an administrator asks for; what is left out stays as it is.
 *
 * @param models of a fallback: which model it is asked for in the place of another
 */
public record ConnectionChange(
    Optional<Method> method,
    Optional<Secret> token,
    Optional<String> baseUrl,
    Optional<KeyHeader> keyHeader,
    Optional<Boolean> rewrite,
    Optional<Boolean> enabled,
    Optional<Map<String, String>> models) {}
