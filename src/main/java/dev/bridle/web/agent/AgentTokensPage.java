package dev.bridle.web.agent;

import dev.bridle.http.Reply;
import dev.bridle.http.Request;
import dev.bridle.http.Route;
import dev.bridle.organization.AgentToken;
import dev.bridle.organization.AgentTokens;
import dev.bridle.organization.Cluster;
import dev.bridle.organization.Clusters;
import dev.bridle.organization.InvalidField;
import dev.bridle.web.Form;
import dev.bridle.web.Frame;
import dev.bridle.web.Pager;
import dev.bridle.web.Pages;
import dev.bridle.web.Place;
import dev.bridle.web.Site;
import dev.bridle.web.Typed;
import dev.bridle.web.Visitor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tokens that agents of a cluster register with. */
public final class AgentTokensPage {
  /** What the page shows. */
  public record View(Tabs tabs, List<AgentToken> tokens, Pager pager, Typed typed) {}

  /** A new token, which is shown this one time. */
  public record Made(Tabs tabs, String description, String value, Commands commands) {}

  private static final String PATH = FoundCluster.PATH + "/tokens";
  private static final int LONGEST = 200;
  private static final int PAGE = 50;

  private final Site site;
  private final FoundCluster found;
  private final Clusters clusters;
  private final AgentTokens tokens;
  private final String url;

  AgentTokensPage(
      Site site, FoundCluster found, Clusters clusters, AgentTokens tokens, String url) {
    this.site = site;
    this.found = found;
    this.clusters = clusters;
    this.tokens = tokens;
    this.url = url;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, site.door().administrator(this::show)),
        Route.form(PATH, site.door().administrator(this::create)),
        Route.form(PATH + "/{token}/revoke", site.door().administrator(this::revoke)));
  }

  private Reply show(Visitor who, Request request) {
    return page(who, request, found.of(who, request), Typed.NOTHING);
  }

  private Reply create(Visitor who, Request request) {
    var cluster = found.of(who, request);
    var form = Form.of(request);
    try {
      return made(who, request, cluster, description(form));
    } catch (InvalidField invalid) {
      return page(who, request, cluster, form.typed(invalid)).withStatus(422);
    }
  }

  private static String description(Form form) {
    String description = form.required("description");
    if (description.length() > LONGEST) {
      throw new InvalidField("description", "can't be longer than " + LONGEST + " characters");
    }
    return description;
  }

  private Reply made(Visitor who, Request request, Cluster cluster, String description) {
    var minted = tokens.create(cluster, description, who.actor(request));
    String value = minted.value().reveal();
    var queue = AgentsPage.usual(cluster, clusters.queues(cluster.id()));
    return site.pages()
        .page(
            who,
            Frame.Head.of("Agent token made", Place.AGENTS),
            "agent/token-made.jte",
            new Made(
                Tabs.of(who, cluster, Tabs.Tab.TOKENS),
                minted.token().description(),
                value,
                Commands.of(url, Optional.of(value), queue)));
  }

  private Reply revoke(Visitor who, Request request) {
    var cluster = found.of(who, request);
    tokens.revoke(cluster, request.parameter("token"), who.actor(request));
    return Pages.seeOther(FoundCluster.address(who, cluster) + "/tokens");
  }

  private Reply page(Visitor who, Request request, Cluster cluster, Typed typed) {
    var tabs = Tabs.of(who, cluster, Tabs.Tab.TOKENS);
    String address = tabs.address() + "/tokens";
    var pager = Pager.of(request, tokens.count(cluster), PAGE, address, Map.of());
    return site.pages()
        .page(
            who,
            Frame.Head.of("Agent Tokens", Place.AGENTS).with("waiting.js"),
            "agent/tokens.jte",
            new View(tabs, tokens.list(cluster, pager.skip(), PAGE), pager, typed));
  }
}
