package dev.bridle.call;

import dev.bridle.price.PriceBook;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The few changes made to a request. To one of Messages that would fail for certain: a retired
 * model becomes its family's current one, and a leading system message moves into {@code system}.
 * To a chat stream: it is asked for its usage. All are splices; every other byte stays as it is.
 *
 * @param model the model that is really asked for
 * @param made the names of what was changed, for the header that tells so
 */
record Rewrite(byte[] body, String model, List<String> made) {
  record Splice(Span where, String text) {}

  static Rewrite none(ModelRequest request) {
    return new Rewrite(request.body(), request.model(), List.of());
  }

  static Rewrite of(MessagesRequest request, PriceBook prices, Instant now) {
    var splices = new ArrayList<Splice>();
    var made = new ArrayList<String>();
    Optional<String> successor = prices.successorOf(request.model(), now);
    successor.ifPresent(model -> {
      splices.add(new Splice(request.modelSpan(), '"' + model + '"'));
      made.add("model");
    });
    if (!request.systemMessages().isEmpty() && request.leadingMessages() != null) {
      splices.add(new Splice(request.leadingMessages(), ""));
      splices.add(systemSplice(request));
      made.add("system");
    }
    return new Rewrite(
        spliced(request.body(), splices), successor.orElse(request.model()), List.copyOf(made));
  }

  static Rewrite of(ModelRequest request, List<Splice> splices, List<String> made) {
    return new Rewrite(spliced(request.body(), new ArrayList<>(splices)), request.model(), made);
  }

  /** Puts the lifted text before what stands in {@code system} already. */
  private static Splice systemSplice(MessagesRequest request) {
    Span present = request.system();
    var parts = new ArrayList<String>();
    request.systemMessages().forEach(span -> parts.add(span.in(request.body())));
    boolean none = present == null || present.in(request.body()).equals("null");
    if (!none && present != null) {
      parts.add(present.in(request.body()));
    }
    String value = parts.size() == 1 ? parts.getFirst() : blocks(parts);
    return present == null
        ? new Splice(
            new Span(request.afterBrace(), request.afterBrace()), "\"system\":" + value + ",")
        : new Splice(present, value);
  }

  private static String blocks(List<String> parts) {
    var blocks = new ArrayList<String>();
    for (String part : parts) {
      if (part.startsWith("[")) {
        String inner = part.substring(1, part.length() - 1).strip();
        if (!inner.isEmpty()) {
          blocks.add(inner);
        }
      } else {
        blocks.add("{\"type\":\"text\",\"text\":" + part + "}");
      }
    }
    return "[" + String.join(",", blocks) + "]";
  }

  private static byte[] spliced(byte[] body, List<Splice> splices) {
    if (splices.isEmpty()) {
      return body;
    }
    splices.sort(Comparator.comparingInt(s -> s.where.from()));
    var out = new ByteArrayOutputStream(body.length + 128);
    int at = 0;
    for (Splice splice : splices) {
      out.write(body, at, splice.where.from() - at);
      out.writeBytes(splice.text.getBytes(StandardCharsets.UTF_8));
      at = splice.where.to();
    }
    out.write(body, at, body.length - at);
    return out.toByteArray();
  }
}
