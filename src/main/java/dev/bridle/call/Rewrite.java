package dev.bridle.call;

import dev.bridle.http.Body;
import dev.bridle.price.Model;
import dev.bridle.price.PriceBook;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The few changes made to a request. To one of Messages that would fail for certain: a retired
 * model becomes its family's current one, and a leading system message moves into {@code system}.
 * To a chat stream: it is asked for its usage. To one that goes to a fallback: the model. All are
 * splices; every other byte stays as it is.
 *
 * @param model the model that is really asked for
 * @param made the names of what was changed, for the header that tells so
 */
record Rewrite(Body body, String model, List<String> made) {
  record Splice(Span where, String text) {}

  /** The model to be asked for, where others stand in for some. */
  static String wanted(String asked, Map<String, String> models, PriceBook prices) {
    if (models.isEmpty()) {
      return asked;
    }
    String id = prices.modelOf(asked).map(Model::id).orElse(asked);
    return models.getOrDefault(asked, models.getOrDefault(id, asked));
  }

  /** With the leading system messages where they belong. */
  static Rewrite mended(MessagesRequest request, String model) {
    return request.systemMessages().isEmpty() || request.leadingMessages() == null
        ? of(request, model, List.of(), List.of())
        : of(
            request,
            model,
            List.of(new Splice(request.leadingMessages(), ""), systemSplice(request)),
            List.of("system"));
  }

  static Rewrite of(ModelRequest request, String model, List<Splice> more, List<String> made) {
    if (model.equals(request.model())) {
      return new Rewrite(spliced(request.body(), more), model, made);
    }
    var splices = new ArrayList<>(more);
    splices.add(new Splice(request.modelSpan(), '"' + model + '"'));
    var all = new ArrayList<>(List.of("model"));
    all.addAll(made);
    return new Rewrite(spliced(request.body(), splices), model, List.copyOf(all));
  }

  /** Puts the lifted text before what stands in {@code system} already. */
  private static Splice systemSplice(MessagesRequest request) {
    Span present = request.system();
    var parts = new ArrayList<String>();
    request.systemMessages().forEach(span -> parts.add(span.in(request.body().bytes())));
    boolean none = present == null || present.in(request.body().bytes()).equals("null");
    if (!none && present != null) {
      parts.add(present.in(request.body().bytes()));
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

  private static Body spliced(Body whole, List<Splice> splices) {
    if (splices.isEmpty()) {
      return whole;
    }
    byte[] body = whole.bytes();
    var inOrder = new ArrayList<>(splices);
    inOrder.sort(Comparator.comparingInt(splice -> splice.where.from()));
    var out = new ByteArrayOutputStream(body.length + 128);
    int at = 0;
    for (Splice splice : inOrder) {
      out.write(body, at, splice.where.from() - at);
      out.writeBytes(splice.text.getBytes(StandardCharsets.UTF_8));
      at = splice.where.to();
    }
    out.write(body, at, body.length - at);
    return Body.of(out.toByteArray());
  }
}
