package dev.bridle.bench.target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * nginx as a plain proxy that checks a token and swaps it for the provider's key. It reads no body,
 * counts nothing and keeps nothing: the floor of what a proxy costs.
 */
public final class Nginx implements Target {
  private static final String TOKEN = "bench-token";

  private final Path folder;
  private final int upstream;
  private final int port = Ports.free();
  private @Nullable Child child;

  public Nginx(Path folder, int upstream) {
    this.folder = folder;
    this.upstream = upstream;
  }

  /** Why it can't run; empty when it can. */
  public static Optional<String> missing() {
    return Programs.find("nginx").isPresent()
        ? Optional.empty()
        : Optional.of("nginx is not installed; on Debian and Ubuntu: apt-get install nginx-light");
  }

  private static String program() {
    return Programs.find("nginx").orElseThrow().toString();
  }

  @Override
  public String name() {
    return "nginx";
  }

  @Override
  public String version() {
    return Programs.firstLine(List.of(program(), "-v")).replace("nginx version: nginx/", "");
  }

  @Override
  public void start() throws IOException {
    close();
    Path config = folder.resolve("nginx.conf");
    Files.writeString(config, config());
    child =
        Child.start(
            List.of(program(), "-p", folder.toString(), "-c", config.toString()),
            Map.of(),
            folder.resolve("nginx.log"));
  }

  private String config() {
    return """
    daemon off;
    worker_processes 2;
    worker_rlimit_nofile 20000;
    pid nginx.pid;
    error_log stderr error;
    events { worker_connections 20000; }
    http {
      access_log off;
      client_body_temp_path body;
      proxy_temp_path proxy;
      fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi;
      scgi_temp_path scgi;
      client_body_buffer_size 1m;
      client_max_body_size 32m;
      map $http_x_api_key $key { "%s" "sk-ant-bench"; }
      upstream provider { server 127.0.0.1:%d; keepalive 1024; keepalive_requests 1000000000; }
      server {
        listen 127.0.0.1:%d backlog=4096;
        keepalive_requests 1000000000;
        location / {
          if ($key = "") { return 401; }
          proxy_pass http://provider;
          proxy_http_version 1.1;
          proxy_buffering off;
          proxy_set_header Connection "";
          proxy_set_header x-api-key $key;
        }
      }
    }
    """
        .formatted(TOKEN, upstream, port);
  }

  @Override
  public Endpoint endpoint() {
    return new Endpoint(port, "/v1/messages", Map.of("x-api-key", TOKEN));
  }

  @Override
  public Optional<ProcessTree> processes() {
    return Optional.ofNullable(child).map(Child::handle).map(ProcessTree::new);
  }

  @Override
  public void close() {
    if (child != null) {
      child.close();
    }
  }
}
