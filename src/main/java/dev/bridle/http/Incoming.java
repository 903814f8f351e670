package dev.bridle.http;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;

/**
 * A request whose head has come.
 *
 * @param context of its event loop
 * @param client the connection on which it came
 * @param memory where its body finds room
 * @param failures what is answered when the rest of it can't be read
 */
record Incoming(
    Context context,
    HttpServerRequest request,
    ClientConnection client,
    BodyMemory memory,
    ServerLimits limits,
    ErrorReplies failures) {}
