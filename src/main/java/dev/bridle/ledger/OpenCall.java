package dev.bridle.ledger;

import dev.bridle.auth.JobIdentity;
import dev.bridle.price.PriceBook;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call as it is known before it is sent.
 *
 * @param free whether its provider takes no money, as the sandbox
 * @param prices the price book of that moment, which also settles it
 * @param askShape the name of what rules judged of it; null when nothing was noted
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
    long maxTokens,
    @Nullable String askShape,
    PriceBook prices,
    Held held,
    Instant openedAt) {}
