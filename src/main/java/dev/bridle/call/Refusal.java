package dev.bridle.call;

import dev.bridle.allowance.Objection;
import dev.bridle.policy.Decision;
import java.time.Duration;

/** Every reason for which a call is not made, or its answer not given. */
public sealed interface Refusal {
  record NoCredential() implements Refusal {}

  record DifferingCredentials() implements Refusal {}

  record InvalidToken() implements Refusal {}

  record JobFinished() implements Refusal {}

  record JobCanceling() implements Refusal {}

  record UnknownProvider(String provider) implements Refusal {}

  record UnknownEndpoint(String method, String path) implements Refusal {}

  record WrongMethod(String path, String allowed) implements Refusal {}

  record BodyTooLarge(int limit) implements Refusal {}

  /** The bodies of other requests fill the memory that they may have. */
  record NoRoom() implements Refusal {}

  /** The rest of the body did not come. */
  record Stalled(Duration idle) implements Refusal {}

  record CompressedBody(String encoding) implements Refusal {}

  record BadBody(String sentence) implements Refusal {}

  record NotConnected(String provider) implements Refusal {}

  record Disabled(String provider) implements Refusal {}

  record NoHostedKey(String provider) implements Refusal {}

  /** By policy. */
  record Denied(Decision.Denied by) implements Refusal {}

  /** By a kill switch. */
  record Killed(String sentence) implements Refusal {}

  /** By an allowance. */
  record Unaffordable(Objection why) implements Refusal {}

  record LedgerUnavailable() implements Refusal {}

  record CredentialRejected(int status) implements Refusal {}

  record Unreachable(String why) implements Refusal {}

  /** The provider's certificate doesn't prove who it is. */
  record NotTrusted(String why) implements Refusal {}

  /** The provider has failed too often just now, and is not asked. */
  record Unavailable(Duration pause) implements Refusal {}

  /** Other calls have all connections to the provider that there may be. */
  record NoFreeConnection(String why) implements Refusal {}

  record CutOff(String why) implements Refusal {}

  record TooSlow(String why) implements Refusal {}

  record NotTheFormat(int status, String contentType) implements Refusal {}

  record Redirected(int status) implements Refusal {}

  /** The provider's status says nothing that a job could use, such as 204 or 407. */
  record NoAnswer(int status) implements Refusal {}

  record Stopping() implements Refusal {}

  record Broken() implements Refusal {}
}
