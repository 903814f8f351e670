package dev.bridle.allowance;

/** What an allowance can be for, by a word that people name it by. */
public record KnownTarget(Scope scope, String name) {}
