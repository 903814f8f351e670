package dev.bridle.http;

import java.time.Duration;

/** How long an upstream may take: to connect, to its first byte, between two bytes. */
public record Limits(Duration connect, Duration firstByte, Duration idle, int connections) {}
