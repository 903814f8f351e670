package dev.bridle.provider;

import dev.bridle.config.Secret;
import java.util.Optional;

/** What an administrator asks for; what is left out stays as it is. */
public record ConnectionChange(
    Optional<Method> method,
    Optional<Secret> token,
    Optional<String> baseUrl,
    Optional<KeyHeader> keyHeader,
    Optional<Boolean> rewrite,
    Optional<Boolean> enabled) {}
