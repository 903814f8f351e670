package dev.bridle.web;

import dev.bridle.http.Guarded;
import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/** Style sheets, scripts and pictures; each has its content's hash in its address, for ever. */
public final class Assets {
  private static final String JARS = "/META-INF/resources/webjars/";
  private static final int HASH_LENGTH = 16;

  /** Every file that is sent, by the name that templates use. */
  private static final Map<String, String> FILES =
      Map.ofEntries(
          Map.entry("tabler.css", JARS + "tabler__core/1.4.0/dist/css/tabler.min.css"),
          Map.entry("htmx.js", JARS + "htmx.org/2.0.8/dist/htmx.min.js"),
          Map.entry("bridle.css", "/web/bridle.css"),
          Map.entry("bridle.js", "/web/bridle.js"),
          Map.entry("theme.js", "/web/theme.js"),
          Map.entry("icon.svg", "/web/icon.svg"),
          Map.entry("panel.js", "/web/panel.js"),
          Map.entry("waiting.js", "/web/waiting.js"),
          Map.entry("policy-text.js", "/web/policy-text.js"),
          Map.entry("build.js", "/web/build.js"),
          Map.entry("editor.js", "/web/editor.js"),
          Map.entry("keys.js", "/web/keys.js"),
          Map.entry("log.css", "/web/log.css"),
          Map.entry("log.js", "/web/log.js"));

  private record Asset(String hash, byte[] bytes, byte[] packed) {}

  private final Map<String, Asset> read = new ConcurrentHashMap<>();

  List<Route> routes() {
    return List.of(Route.get("/assets/{hash}/{name}", Guarded.anyone(this::send)));
  }

  /** The address of a file. */
  String address(String name) {
    return "/assets/" + asset(name).hash + "/" + name;
  }

  private Reply send(Request request) {
    String name = request.parameter("name");
    if (!FILES.containsKey(name) || !asset(name).hash.equals(request.parameter("hash"))) {
      throw HttpError.notFound();
    }
    boolean packed = request.header("Accept-Encoding").orElse("").contains("gzip");
    var reply =
        Reply.bytes(200, type(name), packed ? asset(name).packed : asset(name).bytes)
            .with("Cache-Control", "public, max-age=31536000, immutable")
            .with("X-Content-Type-Options", "nosniff")
            .with("Vary", "Accept-Encoding");
    return packed ? reply.with("Content-Encoding", "gzip") : reply;
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.'))) {
      case ".css" -> "text/css; charset=utf-8";
      case ".js" -> "text/javascript; charset=utf-8";
      case ".svg" -> "image/svg+xml";
      default -> throw new IllegalArgumentException(name);
    };
  }

  private Asset asset(String name) {
    return read.computeIfAbsent(name, Assets::read);
  }

  private static Asset read(String name) {
    String place = FILES.getOrDefault(name, name);
    try (var in = Assets.class.getResourceAsStream(place)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + place + " in the jar");
      }
      byte[] bytes = in.readAllBytes();
      return new Asset(hash(bytes), bytes, packed(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    var packed = new ByteArrayOutputStream(bytes.length / 3);
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash).substring(0, HASH_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
