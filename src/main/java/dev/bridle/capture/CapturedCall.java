package dev.bridle.capture;

import java.time.Instant;

/** The request of a call as it went upstream, and its answer as it was relayed. */
public record CapturedCall(
    String callId, Instant capturedAt, Instant expiresAt, Part request, Part answer) {}
