package dev.bridle.rest;

import dev.bridle.auth.Scope;
import dev.bridle.http.Pairs;
import dev.bridle.organization.AgentToken;
import dev.bridle.organization.ApiToken;
import dev.bridle.organization.Cluster;
import dev.bridle.organization.Member;
import dev.bridle.organization.Organization;
import dev.bridle.organization.Person;
import dev.bridle.organization.Queue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How organizations and what belongs to them look in JSON; what is unset is null. */
public final class Shapes {
  private final String origin;

  /**
   * @param origin the server's public address, which links begin with
   */
  public Shapes(String origin) {
    this.origin = origin;
  }

  public static String graphqlId(String type, String id) {
    return Base64.getEncoder().encodeToString((type + "---" + id).getBytes(StandardCharsets.UTF_8));
  }

  public String origin() {
    return origin;
  }

  /** The REST address of something of an organization. */
  public String url(String organizationSlug, String rest) {
    return origin + "/v2/organizations/" + organizationSlug + rest;
  }

  Map<String, Object> organization(Organization organization) {
    String slug = organization.slug();
    var shape = object("Organization", organization.id());
    shape.put("url", url(slug, ""));
    shape.put("web_url", origin + "/" + slug);
    shape.put("name", organization.name());
    shape.put("slug", slug);
    shape.put("pipelines_url", url(slug, "/pipelines"));
    shape.put("agents_url", url(slug, "/agents"));
    shape.put("emojis_url", url(slug, "/emojis"));
    shape.put("created_at", Times.iso(organization.createdAt()));
    return shape;
  }

  /** A person as {@code creator}, {@code created_by} and {@code /v2/user} show one. */
  public static Map<String, Object> person(Person person) {
    var shape = object("User", person.id());
    shape.put("name", person.name());
    shape.put("email", person.email());
    shape.put("avatar_url", null);
    shape.put("created_at", Times.iso(person.createdAt()));
    return shape;
  }

  static Map<String, Object> member(Member member) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("id", member.person().id());
    shape.put("name", member.person().name());
    shape.put("email", member.person().email());
    shape.put("role", member.role().word());
    shape.put("sso_mode", "optional");
    return shape;
  }

  Map<String, Object> cluster(String slug, Cluster cluster) {
    String url = clusterUrl(slug, cluster.id());
    var shape = object("Cluster", cluster.id());
    shape.put("default_queue_id", cluster.defaultQueueId());
    shape.put("name", cluster.name());
    shape.put("description", null);
    shape.put("emoji", null);
    shape.put("color", null);
    shape.put("maintainers", Pairs.of("users", List.of(), "teams", List.of()));
    shape.put("url", url);
    shape.put("web_url", origin + "/organizations/" + slug + "/clusters/" + cluster.id());
    shape.put("default_queue_url", url + "/queues/" + cluster.defaultQueueId());
    shape.put("queues_url", url + "/queues");
    shape.put("created_at", Times.iso(cluster.createdAt()));
    shape.put("created_by", null);
    return shape;
  }

  Map<String, Object> queue(String slug, Queue queue) {
    String clusterUrl = clusterUrl(slug, queue.clusterId());
    var shape = object("ClusterQueue", queue.id());
    shape.put("key", queue.key());
    shape.put("description", null);
    shape.put("url", clusterUrl + "/queues/" + queue.id());
    shape.put(
        "web_url",
        origin
            + "/organizations/"
            + slug
            + "/clusters/"
            + queue.clusterId()
            + "/queues/"
            + queue.id());
    shape.put("cluster_url", clusterUrl);
    shape.put("retry_agent_affinity", "prefer-warmest");
    shape.put("dispatch_paused", false);
    shape.put("dispatch_paused_by", null);
    shape.put("dispatch_paused_at", null);
    shape.put("dispatch_paused_note", null);
    shape.put("created_at", Times.iso(queue.createdAt()));
    shape.put("created_by", null);
    shape.put("hosted", false);
    shape.put("hosted_agents", null);
    return shape;
  }

  Map<String, Object> agentToken(String slug, AgentToken token) {
    String clusterUrl = clusterUrl(slug, token.clusterId());
    var shape = object("ClusterToken", token.id());
    shape.put("description", token.description());
    shape.put("allowed_ip_addresses", "0.0.0.0/0");
    shape.put("expires_at", null);
    shape.put("url", clusterUrl + "/tokens/" + token.id());
    shape.put("cluster_url", clusterUrl);
    shape.put("created_at", Times.iso(token.createdAt()));
    shape.put("created_by", null);
    return shape;
  }

  static Map<String, @Nullable Object> apiToken(ApiToken token) {
    var shape = new LinkedHashMap<String, @Nullable Object>();
    shape.put("uuid", token.id());
    shape.put("scopes", token.scopes().stream().map(Scope::word).toList());
    shape.put("description", token.description());
    shape.put("created_at", Times.iso(token.createdAt()));
    shape.put("expires_at", Times.iso(token.expiresAt()));
    shape.put("last_used_at", Times.iso(token.lastUsedAt()));
    shape.put("user", Pairs.of("name", token.owner().name(), "email", token.owner().email()));
    return shape;
  }

  private String clusterUrl(String slug, String clusterId) {
    return url(slug, "/clusters/" + clusterId);
  }

  /** The ids that every object begins with. */
  public static Map<String, Object> object(String type, String id) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("id", id);
    shape.put("graphql_id", graphqlId(type, id));
    return shape;
  }
}
