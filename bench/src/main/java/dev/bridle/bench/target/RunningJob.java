package dev.bridle.bench.target;

/** A job that an agent of ours has taken: it makes the calls. */
public record RunningJob(String id, String token) {}
