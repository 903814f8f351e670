package dev.bridle.ledger;

import dev.bridle.auth.JobIdentity;
import org.jspecify.annotations.Nullable;

/**
 * A call that was not made, with all that was judged of it.
 *
 * @param enforced false for one that was made although a rule in report-only mode objects
 * @param code the error code that the job was told
 * @param rule the rule of the policy that decided
 * @param allowanceId the allowance that stood in the way
 */
public record RefusedCall(
    JobIdentity job,
    String provider,
    String model,
    long maxTokens,
    boolean streamed,
    @Nullable String askShape,
    boolean enforced,
    String code,
    @Nullable String rule,
    @Nullable Long policyVersion,
    @Nullable String allowanceId,
    String sentence) {}
