package dev.bridle.ledger;

import dev.bridle.auth.JobIdentity;
import dev.bridle.price.PriceBook;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call as it is known before it is sent.
 *
 * @param free whether its provider takes no money, as the sandbox
 * @param modelId the id of which the name that goes upstream may be an alias
 * @param prices the price book of that moment, which also settles it
 * @param askShape the name of what rules judged of it; null when nothing was noted
 * @param retries the row of the first attempt of the same call; null for a first one
 * @param client where within its client it came from
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
    String modelId,
    boolean streamed,
    long requestBytes,
    long maxTokens,
    @Nullable String askShape,
    @Nullable String retries,
    ClientOrigin client,
    PriceBook prices,
    Held held,
    Instant openedAt) {}
