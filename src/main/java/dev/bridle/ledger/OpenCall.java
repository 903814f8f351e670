package dev.bridle.ledger;

import dev.bridle.auth.JobIdentity;
import dev.bridle.price.Money;
import java.time.Instant;
import java.util.Optional;

/**
 * A call as it is known before it is sent.
 *
 * @param free whether its provider takes no money, as the sandbox
 * @param atMost the most that it can cost; empty when its model has no price
 */
public record OpenCall(
    String id,
    JobIdentity job,
    String provider,
    String connectionId,
    String method,
    boolean free,
    String modelAsked,
    String modelSent,
    boolean streamed,
    long requestBytes,
    Optional<Money> atMost,
    Instant openedAt) {}
