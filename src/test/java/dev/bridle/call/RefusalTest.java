package dev.bridle.call;

import static dev.bridle.testing.FakeProvider.answering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bridle.auth.Token;
import dev.bridle.auth.TokenKind;
import dev.bridle.testing.CallDesk;
import dev.bridle.testing.CiRecord;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every call that is not made: nothing reaches the provider, and the answer is one sentence. */
class RefusalTest {
  private static final String ASK =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  private final FakeProvider provider = new FakeProvider(answering(200, "application/json", "{}"));
  private final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);

  @AfterEach
  void close() {
    assertThat(provider.messages()).isZero();
    assertThat(desk.calls()).isEmpty();
    desk.close();
    provider.close();
  }

  private void assertRefused(
      HttpResponse<String> answer, int status, String type, String code, String sentence) {
    JsonNode body = JsonMapper.shared().readTree(answer.body());
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(body.path("type").asString()).isEqualTo("error");
    assertThat(body.at("/error/type").asString()).isEqualTo(type);
    assertThat(body.at("/error/details/error_code").asString()).isEqualTo(code);
    assertThat(body.at("/error/message").asString()).contains(sentence);
    assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
    assertThat(answer.headers().firstValue("request-id"))
        .contains(body.path("request_id").asString());
  }

  private HttpResponse<String> call(String... headers) {
    var request =
        HttpRequest.newBuilder(desk.ai("/v1/messages"))
            .POST(HttpRequest.BodyPublishers.ofString(ASK));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return desk.send(request);
  }

  @Test
  void withoutATokenTheAnswerSaysWhereItIs() {
    assertRefused(
        call(), 401, "authentication_error", "token_invalid", "BUILDKITE_AGENT_ACCESS_TOKEN");
  }

  @Test
  void differingTokensAreRefusedAndBothHeadersNamed() {
    assertRefused(
        call("x-api-key", desk.job.token(), "Authorization", "Bearer other"),
        401,
        "authentication_error",
        "token_invalid",
        "The API key header and the Authorization header hold different tokens");
  }

  @Test
  void unknownMalformedAndOtherKindsOfTokenAreRefused() {
    for (String token :
        new String[] {
          "nonsense",
          "brdj_",
          Token.mint(TokenKind.JOB).value().reveal(),
          desk.job.token() + "x",
          desk.apiToken
        }) {
      assertRefused(
          call("x-api-key", token),
          401,
          "authentication_error",
          "token_invalid",
          "not a valid job token");
    }
  }

  @Test
  void theTokenOfAFinishedJobIsRefusedWithTheLikelyReason() {
    CiRecord.setState(desk.database(), desk.job.jobId(), "finished");
    assertRefused(
        call("x-api-key", desk.job.token()),
        401,
        "authentication_error",
        "job_finished",
        "$$BUILDKITE_AGENT_ACCESS_TOKEN");
  }

  @Test
  void theTokenOfAJobBeingCanceledCantCallAnyMore() {
    CiRecord.setState(desk.database(), desk.job.jobId(), "canceling");
    assertRefused(
        call("x-api-key", desk.job.token()),
        401,
        "authentication_error",
        "job_finished",
        "being canceled");
  }

  @Test
  void anUnknownProviderIsRefusedInTheSameShape() {
    var request =
        HttpRequest.newBuilder(desk.ai("/../nobody/v1/messages"))
            .uri(
                java.net.URI.create(
                    desk.ai("").toString().replace("anthropic", "nobody") + "/v1/messages"))
            .header("x-api-key", desk.job.token())
            .POST(HttpRequest.BodyPublishers.ofString(ASK));
    assertRefused(desk.send(request), 404, "not_found_error", "endpoint_not_supported", "'nobody'");
  }

  @Test
  void otherEndpointsOfTheProviderAreNotOffered() {
    for (String path : new String[] {"/v1/files", "/v1/complete", "/v1/messages/batches"}) {
      assertRefused(
          desk.post(path, ASK), 404, "not_found_error", "endpoint_not_supported", "is not offered");
    }
  }

  @Test
  void noProviderConnectedIsSaid() {
    desk.delete("model-providers/anthropic");
    assertRefused(
        desk.post("/v1/messages", ASK),
        403,
        "permission_error",
        "provider_not_connected",
        "an administrator of the organization can connect it");
  }

  @Test
  void aDisabledProviderIsRefusedOnTheNextCall() {
    desk.put("model-providers/anthropic", "{\"enabled\":false}");
    assertRefused(
        desk.post("/v1/messages", ASK),
        403,
        "permission_error",
        "provider_disabled",
        "is switched off");
  }

  @Test
  void brokenJsonIsRefused() {
    assertRefused(
        desk.post("/v1/messages", "{\"model\":"),
        400,
        "invalid_request_error",
        "invalid_request",
        "not valid JSON");
  }

  @Test
  void aCompressedBodyIsRefused() {
    assertRefused(
        desk.post("/v1/messages", ASK, "Content-Encoding", "gzip"),
        415,
        "invalid_request_error",
        "compressed_body",
        "compressed (gzip)");
  }

  @Test
  void aDeclaredBodyOverTheCapIsRefused() {
    assertRefused(
        desk.post("/v1/messages", "x".repeat((32 << 20) + 1)),
        413,
        "request_too_large",
        "request_too_large",
        "larger than 32 MB");
  }

  @Test
  void anUndeclaredBodyOverTheCapIsRefusedToo() {
    var request =
        HttpRequest.newBuilder(desk.ai("/v1/messages"))
            .header("x-api-key", desk.job.token())
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new ByteArrayInputStream(new byte[(32 << 20) + 1])));
    assertRefused(
        desk.send(request), 413, "request_too_large", "request_too_large", "larger than 32 MB");
  }
}
