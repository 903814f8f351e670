package dev.bridle.web.document;

import dev.bridle.http.HttpError;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import gg.jte.Content;
import java.util.List;

/**
 * Shows the documentation. Addresses are as the files lie beside each other, so that their links
 * hold here too.
 */
public final class DocumentPage {
  /**
   * What the page shows.
   *
   * @param isStart whether all other pages lie behind it
   */
  public record View(Content text, boolean isStart) {}

  private final Site site;

  public DocumentPage(Site site) {
    this.site = site;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/docs", site.door().signedIn((_, _) -> Pages.seeOther(Place.DOCUMENTATION))),
        Route.get(
            "/docs/{page}",
            site.door().signedIn((who, request) -> show(who, request.parameter("page")))),
        Route.get("/docs/{folder}/{page}", site.door().signedIn(this::inFolder)));
  }

  private Reply inFolder(Visitor who, Request request) {
    return show(who, request.parameter("folder") + "/" + request.parameter("page"));
  }

  private Reply show(Visitor who, String path) {
    var document = Document.at(path).orElseThrow(HttpError::notFound);
    return site.pages()
        .page(
            who,
            Frame.Head.of(document.title(), Place.NOWHERE),
            "document.jte",
            new View(
                output -> output.writeContent(document.html()),
                ("/docs/" + path).equals(Place.DOCUMENTATION)));
  }
}
