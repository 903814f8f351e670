package dev.bridle.web;

import dev.bridle.http.Headers;
import dev.bridle.http.Reply;
import dev.bridle.http.Route;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.List;
import java.util.Map;

/** Makes replies out of templates. */
public final class Pages {
  /** No script and no style but our files: what someone smuggles into a page does nothing. */
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  private static final String HTML = "text/html; charset=utf-8";
  private static final Headers SAFE =
      Headers.of(
          "Content-Security-Policy", CONTENT_SECURITY_POLICY,
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "same-origin",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cache-Control", "no-store");

  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Pages.class.getClassLoader(), "dev.bridle.web.templates");
  private final Assets assets;

  public Pages(Assets assets) {
    this.assets = assets;
  }

  /** The files that pages are shown with. */
  public List<Route> routes() {
    return assets.routes();
  }

  /** A whole page: a template with the parameters {@code frame} and {@code view}. */
  public Reply page(Who who, Frame.Head head, String template, Object view) {
    return reply(template, Map.of("frame", new Frame(head, who, assets), "view", view));
  }

  /** A piece of a page that is already there: a template with the parameter {@code view}. */
  public Reply part(String template, Object view) {
    return reply(template, Map.of("view", view));
  }

  private Reply reply(String template, Map<String, Object> parameters) {
    var text = new StringOutput();
    engine.render(template, parameters, text);
    return Reply.text(200, HTML, text.toString()).with(SAFE);
  }

  /** To another page of ours, also after a form: what is asked there is asked by GET. */
  public static Reply seeOther(String address) {
    return Reply.empty(303).with("Location", address).with("Cache-Control", "no-store");
  }
}
