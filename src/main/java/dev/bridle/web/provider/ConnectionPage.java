package dev.bridle.web.provider;

import dev.bridle.audit.AuditLog;
import dev.bridle.audit.AuditQuery;
import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.ledger.Totals;
import dev.bridle.price.Model;
import dev.bridle.price.PriceBook;
import dev.bridle.provider.StoredConnection;
import dev.bridle.web.Frame;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Visitor;
import dev.bridle.web.rule.AllowanceLine;
import dev.bridle.web.rule.AuditLine;
import dev.bridle.web.rule.RuleLine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A connected provider: how it is, its keys, its models, its limits, and how to call it. */
public final class ConnectionPage {
  private static final int EVENTS = 5;

  private static final List<String> CHANGES =
      List.of(
          "MODEL_PROVIDER_CREATED",
          "MODEL_PROVIDER_UPDATED",
          "MODEL_PROVIDER_DELETED",
          "MODEL_PROVIDER_KEY_CREATED",
          "MODEL_PROVIDER_KEY_DELETED",
          "MODEL_PROVIDER_KEY_REJECTED");

  /** What the page shows. */
  public record View(
      Brand brand,
      String address,
      StoredConnection connection,
      Optional<Fallback> fallback,
      Health health,
      Notice notice,
      List<KeyLine> keys,
      Offer offer,
      Governing governing,
      Totals ofThisMonth,
      Optional<AuditLog.Entry> made,
      List<AuditLine> history) {}

  /** The connection that takes what the first one can't serve. */
  public record Fallback(StoredConnection connection, Health health, List<KeyLine> keys) {
    /** Which model it is asked for in the place of which. */
    public List<Map.Entry<String, String>> standIns() {
      return FallbackPage.models(connection);
    }
  }

  /** What jobs can get from it. */
  public record Offer(
      String endpoint, String example, ModelsPart.View models, List<Snippet> snippets) {}

  /** What holds for calls to it. */
  public record Governing(
      AllowanceLine.Some allowances, long policyVersion, List<RuleLine> rules) {}

  private final Site site;
  private final ProviderPages.Parts parts;
  private final ProviderPages.Rules rules;
  private final String url;

  ConnectionPage(Site site, ProviderPages.Parts parts, ProviderPages.Rules rules, String url) {
    this.site = site;
    this.parts = parts;
    this.rules = rules;
    this.url = url;
  }

  Route route() {
    return Route.get(Brand.PAGE, site.door().administrator(this::show));
  }

  private Reply show(Visitor who, Request request) {
    var brand = Brand.in(request);
    var stored = parts.connections().show(brand.of(who));
    return stored.isEmpty()
        ? Pages.seeOther(brand.address(who) + "/connect")
        : site.pages()
            .page(
                who,
                Frame.Head.of(brand.label(), Place.MODEL_PROVIDERS).with("waiting.js", "panel.js"),
                "provider/connection.jte",
                view(who, request, brand, stored.get()));
  }

  private View view(Visitor who, Request request, Brand brand, StoredConnection stored) {
    var second = parts.connections().show(brand.fallbackOf(who));
    return new View(
        brand,
        brand.address(who),
        stored,
        second.map(one -> new Fallback(one, health(one), keys(one))),
        health(stored),
        notice(request, brand, stored, second),
        keys(stored),
        offer(who, brand),
        governing(who, brand),
        parts
            .usage()
            .ofMonth(who.organizationId(), parts.clock().instant())
            .getOrDefault(stored.id(), Totals.NONE),
        made(stored),
        history(who, brand));
  }

  private static Notice notice(
      Request request, Brand brand, StoredConnection stored, Optional<StoredConnection> second) {
    var done = request.query("done").orElse("");
    return done.equals("removed")
        ? Notice.ofRemoved(request.query("key").orElse(""), stored)
        : Notice.of(done, request.query(HostedKey.QUERY).orElse(""), brand, stored, second);
  }

  private Health health(StoredConnection stored) {
    return Health.of(
        stored, parts.breakers().openUntil(stored), parts.desk().offersHosted(stored.provider()));
  }

  private List<KeyLine> keys(StoredConnection stored) {
    return stored.ownKeys().stream().map(key -> new KeyLine(key, parts.keys().state(key))).toList();
  }

  private Offer offer(Visitor who, Brand brand) {
    var book = parts.books().of(who.organizationId()).join();
    Instant now = parts.clock().instant();
    String example = example(book, brand, now);
    return new Offer(
        url + "/v3/ai/" + brand.name(),
        example,
        new ModelsPart.View(
            ModelLine.of(book, brand.name(), now), "", brand.address(who) + "/models"),
        Snippet.of(brand, example));
  }

  /** A model that is neither the dearest nor the oldest. */
  private static String example(PriceBook book, Brand brand, Instant now) {
    var offered =
        book.models().stream()
            .filter(model -> model.provider().equals(brand.name()) && !model.isRetired(now))
            .toList();
    return offered.stream()
        .filter(model -> model.current() && model.family().equals("sonnet"))
        .findFirst()
        .or(() -> offered.stream().findFirst())
        .map(Model::id)
        .orElse("a-model");
  }

  private Governing governing(Visitor who, Brand brand) {
    var policy = rules.policies().get(who.organizationId());
    return new Governing(
        AllowanceLine.of(who, rules.allowances(), brand.name()),
        policy.version(),
        RuleLine.of(policy.document(), brand.name()));
  }

  /** Of it and its fallback, which share their name; test calls change nothing. */
  private List<AuditLine> history(Visitor who, Brand brand) {
    var query =
        new AuditQuery(
            who.organizationId(), null, null, CHANGES, "MODEL_PROVIDER", brand.name(), null, null);
    return parts.audit().list(query, null, EVENTS).stream().map(AuditLine::of).toList();
  }

  private Optional<AuditLog.Entry> made(StoredConnection stored) {
    var query =
        AuditQuery.of(
            stored.organizationId(), "MODEL_PROVIDER_CREATED", "MODEL_PROVIDER", stored.id());
    return parts.audit().list(query, null, 1).stream().findFirst();
  }
}
