package dev.bridle.clients;

import static dev.bridle.clients.Denial.stop;

import dev.bridle.call.Refusal;
import dev.bridle.testing.Program;
import java.util.List;
import java.util.Map;

/** Requests that nobody takes. */
final class RequestDenials {
  private RequestDenials() {}

  static List<Denial> all() {
    return List.of(
        stop(
                "unknown provider",
                Refusal.UnknownProvider.class,
                404,
                "There is no model provider 'nobody' here",
                Denial.Arrangement.NONE)
            .asked(asking -> asking.at(asking.address().replaceFirst("[a-z]+$", "nobody"))),
        stop(
                "unknown endpoint",
                Refusal.UnknownEndpoint.class,
                404,
                "is not offered here",
                Denial.Arrangement.NONE)
            .asked(asking -> asking.at(asking.address() + "/elsewhere")),
        stop(
                "wrong method",
                Refusal.WrongMethod.class,
                405,
                "takes POST only",
                Denial.Arrangement.NONE)
            .asked(asking -> asking.in("get"))
            .by(client -> client.program() == Program.CURL),
        stop(
                "too large",
                Refusal.BodyTooLarge.class,
                413,
                "larger than 32 MB",
                Denial.Arrangement.NONE)
            .asked(asking -> asking.in("huge")),
        stop(
                "compressed",
                Refusal.CompressedBody.class,
                415,
                "is compressed (gzip)",
                Denial.Arrangement.NONE)
            .asked(asking -> asking.with(Map.of("content-encoding", "gzip"))),
        stop(
                "bad body",
                Refusal.BadBody.class,
                400,
                "'model' must be at most 256 characters",
                Denial.Arrangement.NONE)
            .asked(asking -> asking.withModel("m".repeat(300))));
  }
}
