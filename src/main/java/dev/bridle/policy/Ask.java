package dev.bridle.policy;

/** What a call asks for, as far as rules judge it. */
public record Ask(String provider, String model, long maxTokens, boolean stream) {}
