package dev.bridle.organization;

import dev.bridle.config.Secret;

/** A new token and, this one time, its value. */
public record Minted<T>(T token, Secret value) {}
