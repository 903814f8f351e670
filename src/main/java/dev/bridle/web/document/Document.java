package dev.bridle.web.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * A page of the documentation, out of the jar.
 *
 * @param html what our own files say; nobody else writes them
 */
record Document(String title, String html) {
  private static final List<Extension> EXTENSIONS =
      List.of(TablesExtension.create(), HeadingAnchorExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder().extensions(EXTENSIONS).build();

  /** No dots but the last: nothing else in the jar can be read. */
  private static final Pattern PATH = Pattern.compile("(?:[a-z]+/)?[A-Za-z0-9-]+\\.md");

  /** Empty where there is none. */
  static Optional<Document> at(String path) {
    if (!PATH.matcher(path).matches()) {
      return Optional.empty();
    }
    try (var in = Document.class.getResourceAsStream("/docs/" + path)) {
      return in == null
          ? Optional.empty()
          : Optional.of(of(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Document of(String markdown) {
    String first = markdown.lines().findFirst().orElse("");
    return new Document(
        first.replaceFirst("^#+\\s*", ""), readable(RENDERER.render(PARSER.parse(markdown))));
  }

  /** What is wider than a phone moves within the page, also by keys. */
  private static String readable(String html) {
    return html.replace("<pre>", "<pre tabindex=\"0\">")
        .replace(
            "<table>", "<div class=\"table-responsive\" tabindex=\"0\"><table class=\"table\">")
        .replace("</table>", "</table></div>");
  }
}
