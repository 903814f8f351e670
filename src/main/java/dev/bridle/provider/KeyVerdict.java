package dev.bridle.provider;

/** What a provider says of a key that it has not rejected. */
record KeyVerdict(boolean verified, String sentence) {}
