package dev.bridle.call;

import dev.bridle.http.JsonProblem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** A body that is one JSON object in UTF-8 and nothing else; whatever is not, is refused. */
final class JsonBody {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Requests.BODY_LIMIT)
                  .maxNumberLength(1000)
                  .maxNestingDepth(500)
                  .build())
          .build();

  private static final int PIECE = 8 << 10;

  private JsonBody() {}

  /**
   * @param reading goes through the object, from before its brace to the one that closes it
   */
  static <T> T read(byte[] body, Function<JsonParser, T> reading) {
    requireObject(body);
    requireUtf8(body);
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      return reading.apply(parser);
    } catch (JacksonException e) {
      throw Refused.badBody(JsonProblem.sentence("The request", e));
    }
  }

  /** To be asked when the object has been read. */
  static void requireEnd(JsonParser parser) {
    if (parser.nextToken() != null) {
      throw Refused.badBody("Something follows the request's JSON object.");
    }
  }

  /**
   * The parser would guess UTF-16 and UTF-32 too; what we judge must be what the provider reads.
   */
  private static void requireObject(byte[] body) {
    int start = 0;
    while (start < body.length
        && (body[start] == ' '
            || body[start] == '\n'
            || body[start] == '\r'
            || body[start] == '\t')) {
      start++;
    }
    boolean object = start < body.length && body[start] == '{';
    boolean wide = start + 1 < body.length && body[start + 1] == 0;
    if (!object || wide) {
      throw notUtf8();
    }
  }

  /** The parser would take much of what is none, and each reader mends it in another way. */
  private static void requireUtf8(byte[] body) {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var bytes = ByteBuffer.wrap(body);
    var characters = CharBuffer.allocate(PIECE);
    CoderResult result;
    do {
      result = decoder.decode(bytes, characters.clear(), true);
    } while (result.isOverflow());
    if (result.isError()) {
      throw notUtf8();
    }
  }

  private static Refused notUtf8() {
    return Refused.badBody("The request must be a JSON object in UTF-8.");
  }
}
