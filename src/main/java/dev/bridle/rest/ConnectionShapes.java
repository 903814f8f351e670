package dev.bridle.rest;

import dev.bridle.audit.AuditLog;
import dev.bridle.audit.AuditQuery;
import dev.bridle.auth.Principal;
import dev.bridle.ledger.ConnectionUsage;
import dev.bridle.ledger.Totals;
import dev.bridle.provider.Breakers;
import dev.bridle.provider.StoredConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How connections look in JSON, with who made them and what went through them this month. */
public final class ConnectionShapes {
  private final Breakers breakers;
  private final AuditLog audit;
  private final ConnectionUsage usage;
  private final Shapes shapes;
  private final InstantSource clock;

  public ConnectionShapes(
      Breakers breakers,
      AuditLog audit,
      ConnectionUsage usage,
      Shapes shapes,
      InstantSource clock) {
    this.breakers = breakers;
    this.audit = audit;
    this.usage = usage;
    this.shapes = shapes;
    this.clock = clock;
  }

  Map<String, @Nullable Object> of(Principal.ApiToken who, StoredConnection stored) {
    return of(who, List.of(stored)).getFirst();
  }

  List<Map<String, @Nullable Object>> of(
      Principal.ApiToken who, List<StoredConnection> connections) {
    var used = usage.ofMonth(who.organizationId(), clock.instant());
    return connections.stream()
        .map(one -> shape(who, one, used.getOrDefault(one.id(), Totals.NONE)))
        .toList();
  }

  private Map<String, @Nullable Object> shape(
      Principal.ApiToken who, StoredConnection stored, Totals used) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("provider", stored.provider());
    shape.put("fallback", stored.place().fallback());
    shape.put("method", stored.method().word());
    shape.put("base_url", stored.baseUrl());
    shape.put("auth", stored.keyHeader().word());
    shape.put("rewrite", stored.rewrite());
    shape.put("enabled", stored.enabled());
    shape.put("models", stored.models());
    shape.put("verified", stored.verified());
    shape.put("key_last4", stored.keyLast4());
    shape.put("last_used_at", Times.iso(stored.lastUsedAt()));
    shape.put("key_rejected_at", Times.iso(stored.rejectedAt()));
    shape.put("health", health(breakers.openUntil(stored).orElse(null)));
    var made = made(stored);
    shape.put("connected_at", made == null ? null : Times.iso(made.occurredAt()));
    shape.put("connected_by", made == null ? null : made.actor().name());
    shape.put("usage_this_month", usage(used));
    shape.put("links", links(who, stored));
    return shape;
  }

  private AuditLog.@Nullable Entry made(StoredConnection stored) {
    var query =
        AuditQuery.of(
            stored.organizationId(), "MODEL_PROVIDER_CREATED", "MODEL_PROVIDER", stored.id());
    return audit.list(query, null, 1).stream().findFirst().orElse(null);
  }

  private static Map<String, @Nullable Object> health(@Nullable Instant openUntil) {
    var health = new LinkedHashMap<String, @Nullable Object>();
    health.put("state", openUntil == null ? "ok" : "open");
    health.put("until", Times.iso(openUntil));
    return health;
  }

  private static Map<String, Object> usage(Totals used) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("calls", used.calls());
    shape.put("input_tokens", used.inputTokens());
    shape.put("output_tokens", used.outputTokens());
    shape.put("cost_usd", used.cost().toString());
    return shape;
  }

  private Map<String, String> links(Principal.ApiToken who, StoredConnection stored) {
    String slug = who.organizationSlug();
    String path =
        "/model-providers/" + stored.provider() + (stored.place().fallback() ? "/fallback" : "");
    var links = new LinkedHashMap<String, String>();
    links.put("models", shapes.url(slug, path + "/models"));
    links.put("test", shapes.url(slug, path + "/test"));
    links.put("keys", shapes.url(slug, path + "/keys"));
    links.put("allowances", shapes.url(slug, "/allowances?provider=" + stored.provider()));
    links.put("ai_policy", shapes.url(slug, "/ai-policy"));
    links.put(
        "audit_events",
        shapes.url(slug, "/audit-events?subject_type=MODEL_PROVIDER&subject=" + stored.provider()));
    return links;
  }
}
