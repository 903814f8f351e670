package dev.bridle.build;

/** The build that another one repeats. */
public record EarlierBuild(String id, long number) {}
