package dev.bridle.http;

import java.time.Duration;

/** Bytes of a scripted answer, and the pause before them. */
public record Piece(Duration pause, byte[] bytes) {}
