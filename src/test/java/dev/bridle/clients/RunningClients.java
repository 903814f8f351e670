package dev.bridle.clients;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Clients that were started once, since that takes most of the time, and are asked many times. */
final class RunningClients implements AutoCloseable {
  private final Map<Client, ModelClient> running = new ConcurrentHashMap<>();

  ModelClient of(Client client) {
    return running.computeIfAbsent(client, Client::start);
  }

  @Override
  public void close() {
    running.values().forEach(ModelClient::close);
  }
}
