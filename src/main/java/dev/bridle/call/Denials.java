package dev.bridle.call;

import dev.bridle.call.Refusal.BadBody;
import dev.bridle.call.Refusal.BodyTooLarge;
import dev.bridle.call.Refusal.Broken;
import dev.bridle.call.Refusal.CompressedBody;
import dev.bridle.call.Refusal.CredentialRejected;
import dev.bridle.call.Refusal.CutOff;
import dev.bridle.call.Refusal.Denied;
import dev.bridle.call.Refusal.DifferingCredentials;
import dev.bridle.call.Refusal.Disabled;
import dev.bridle.call.Refusal.InvalidToken;
import dev.bridle.call.Refusal.JobCanceling;
import dev.bridle.call.Refusal.JobFinished;
import dev.bridle.call.Refusal.Killed;
import dev.bridle.call.Refusal.LedgerUnavailable;
import dev.bridle.call.Refusal.NoAnswer;
import dev.bridle.call.Refusal.NoCredential;
import dev.bridle.call.Refusal.NoFreeConnection;
import dev.bridle.call.Refusal.NoHostedKey;
import dev.bridle.call.Refusal.NoRoom;
import dev.bridle.call.Refusal.NotConnected;
import dev.bridle.call.Refusal.NotTheFormat;
import dev.bridle.call.Refusal.NotTrusted;
import dev.bridle.call.Refusal.Redirected;
import dev.bridle.call.Refusal.Stalled;
import dev.bridle.call.Refusal.Stopping;
import dev.bridle.call.Refusal.TooSlow;
import dev.bridle.call.Refusal.Unaffordable;
import dev.bridle.call.Refusal.Unavailable;
import dev.bridle.call.Refusal.UnknownEndpoint;
import dev.bridle.call.Refusal.UnknownProvider;
import dev.bridle.call.Refusal.Unreachable;
import dev.bridle.call.Refusal.WrongMethod;
import dev.bridle.http.Headers;
import dev.bridle.http.Reply;
import dev.bridle.policy.Decision;
import dev.bridle.provider.ProviderKind;
import java.time.Duration;

/**
 * Every refusal, in Anthropic's words; the wire format of the call says how it looks. Status and
 * {@code x-should-retry} are chosen so that SDKs and Claude Code stop after one request and show
 * our sentence: a plain 401 or 500 would be repeated for minutes.
 */
final class Denials {
  private Denials() {}

  /** One answer of the table. */
  record Denial(int status, String type, String code, String message, Headers headers) {
    static final Headers STOP = Headers.of("x-should-retry", "false");

    /** One that asking again can't help. */
    static Denial stop(int status, String type, String code, String message) {
      return new Denial(status, type, code, message, STOP);
    }
  }

  static Reply of(WireFormat format, Refusal refusal, String requestId) {
    var denial = denial(format, refusal);
    return format
        .denial(denial, requestId)
        .with(format.requestIdHeader(), requestId)
        .with(denial.headers);
  }

  /** The line of the table. */
  static Denial denial(WireFormat format, Refusal refusal) {
    return switch (refusal) { // no default: a new refusal must choose its status
      case NoCredential() ->
          credential(
              "Send the job token in x-api-key or in Authorization: it is in BUILDKITE_AGENT_ACCESS_TOKEN.");
      case DifferingCredentials() ->
          // Without the one header's name: Claude Code hides a sentence in which that stands.
          credential(
              "The API key header and the Authorization header hold different tokens; send the job token in one of them, or the same in both.");
      case InvalidToken() -> credential("This is not a valid job token of this server.");
      case JobFinished() ->
          stop(
              401,
              "authentication_error",
              "job_finished",
              "The job of this token has finished. If a pipeline upload wrote the token into the step, write $$BUILDKITE_AGENT_ACCESS_TOKEN there.");
      case JobCanceling() ->
          stop(
              401,
              "authentication_error",
              "job_finished",
              "The job of this token is being canceled and can't call models any more.");
      case UnknownProvider(String provider) ->
          stop(
              404,
              "not_found_error",
              "endpoint_not_supported",
              "There is no model provider '"
                  + provider
                  + "' here; known are "
                  + String.join(", ", ProviderKind.names())
                  + ".");
      case UnknownEndpoint(String method, String path) ->
          stop(
              404,
              "not_found_error",
              "endpoint_not_supported",
              method + " " + path + " is not offered here; " + format.offered() + ".");
      case WrongMethod(String path, String allowed) ->
          stop(
              405,
              "invalid_request_error",
              "endpoint_not_supported",
              path + " takes " + allowed + " only.");
      case BodyTooLarge(int limit) ->
          stop(
              413,
              "request_too_large",
              "request_too_large",
              "The request is larger than " + (limit >> 20) + " MB.");
      case NoRoom() ->
          new Denial(
              503,
              "api_error",
              "no_room",
              "The server holds as many requests in memory as it can, in all or of this job; ask again shortly.",
              Headers.of("retry-after", "2"));
      case Stalled(Duration idle) ->
          stop(
              408,
              "invalid_request_error",
              "request_stalled",
              "Nothing of the request's body came for " + idle.toSeconds() + " s.");
      case CompressedBody(String encoding) ->
          stop(
              415,
              "invalid_request_error",
              "compressed_body",
              "The request body is compressed (" + encoding + "); send it as it is.");
      case BadBody(String sentence) ->
          stop(400, "invalid_request_error", "invalid_request", sentence);
      case NotConnected(String provider) ->
          stop(
              403,
              "permission_error",
              "provider_not_connected",
              "No model provider '"
                  + provider
                  + "' is connected; an administrator of the organization can connect it.");
      case Disabled(String provider) ->
          stop(
              403,
              "permission_error",
              "provider_disabled",
              "The model provider '"
                  + provider
                  + "' is switched off; an administrator of the organization can enable it.");
      case NoHostedKey(String provider) ->
          stop(
              403,
              "permission_error",
              "provider_not_connected",
              "The operator of this server has no hosted key for '"
                  + provider
                  + "' at the moment.");
      case Denied(var by) -> denied(by);
      case Killed(String sentence) -> stop(403, "permission_error", "stopped", sentence);
      case Unaffordable(var why) -> BudgetDenials.of(format, why);
      case LedgerUnavailable() ->
          new Denial(
              503,
              "api_error",
              "ledger_unavailable",
              "The call can't be recorded at the moment, so it was not made; try again shortly.",
              Headers.of("retry-after", "2"));
      case Stopping() ->
          new Denial(
              503,
              "api_error",
              "stopping",
              "Bridle is being stopped; ask again shortly.",
              Headers.of("retry-after", "2"));
      case CredentialRejected(int status) ->
          stop(
              502,
              "api_error",
              "upstream_credential_rejected",
              "The provider rejected the key of this connection ("
                  + status
                  + "); an administrator has to replace it.");
      case Unreachable(String why) ->
          upstream(502, "upstream_unreachable", "The provider can't be reached: " + why + ".");
      case NotTrusted(String why) ->
          stop(
              502,
              "api_error",
              "upstream_not_trusted",
              "Nothing was sent to the provider, because " + why + ".");
      case Unavailable(Duration pause) ->
          new Denial(
              503,
              "api_error",
              "upstream_unavailable",
              "The provider has failed several times in a row and is given a moment; ask again shortly.",
              Headers.of(
                  "retry-after", Long.toString(Math.max(1, pause.plusMillis(999).toSeconds()))));
      case NoFreeConnection(String why) ->
          new Denial(
              503,
              "api_error",
              "no_free_connection",
              "Bridle has no free connection to the provider: "
                  + why
                  + ". Ask again shortly; the operator can allow more with --upstream-connections, with HTTP/2 by --upstream-http2-connections.",
              Headers.of("retry-after", "2"));
      case CutOff(String why) ->
          upstream(
              502,
              "upstream_unreachable",
              "The provider broke off before it answered: " + why + ".");
      case TooSlow(String why) ->
          upstream(504, "upstream_timeout", "The provider was too slow: " + why + ".");
      case NotTheFormat(int status, String contentType) ->
          upstream(
              status >= 400 ? status : 502,
              "upstream_not_understood",
              "The provider answered " + status + " with " + contentType + " instead of JSON.");
      case Redirected(int status) ->
          upstream(
              502,
              "upstream_not_understood",
              "The provider answered with a redirect (" + status + "), which is not followed.");
      case NoAnswer(int status) ->
          upstream(
              502,
              "upstream_not_understood",
              "The provider answered with the status "
                  + status
                  + ", which is no answer to a call.");
      case Broken() ->
          upstream(500, "internal_error", "Something went wrong in Bridle; its log says what.");
    };
  }

  /** With any other type Claude Code would ask six times before it shows the sentence. */
  private static Denial denied(Decision.Denied by) {
    return switch (by.kind()) {
      case JOB -> stop(403, "permission_error", "policy_denied", by.sentence());
      case MODEL -> stop(403, "permission_error", "model_not_allowed", by.sentence());
      case FIELD -> stop(400, "policy_blocked", "field_not_allowed", by.sentence());
      case TOOL -> stop(400, "policy_blocked", "tool_not_allowed", by.sentence());
      case BETA -> stop(400, "policy_blocked", "beta_not_allowed", by.sentence());
    };
  }

  private static Denial credential(String message) {
    return stop(401, "authentication_error", "token_invalid", message);
  }

  private static Denial stop(int status, String type, String code, String message) {
    return Denial.stop(status, type, code, message);
  }

  private static Denial upstream(int status, String code, String message) {
    return new Denial(status, "api_error", code, message, Headers.NONE);
  }
}
