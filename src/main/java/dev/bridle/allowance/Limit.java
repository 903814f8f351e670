package dev.bridle.allowance;

/**
 * What a job is told of an allowance: where it stands, and how busy it is.
 *
 * @param waiting how many calls, and streams that need more, wait for its room
 */
public record Limit(Standing standing, int waiting) {}
