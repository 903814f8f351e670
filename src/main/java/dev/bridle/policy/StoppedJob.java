package dev.bridle.policy;

/** A job that a kill switch names, as people know it. */
public record StoppedJob(String label, String pipelineSlug, long buildNumber) {}
