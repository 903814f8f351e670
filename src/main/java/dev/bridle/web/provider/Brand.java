package dev.bridle.web.provider;

import dev.bridle.http.HttpError;
import dev.bridle.http.Request;
import dev.bridle.provider.Place;
import dev.bridle.provider.ProviderKind;
import dev.bridle.web.Visitor;
import java.util.List;

/**
 * A provider as people know it.
 *
 * @param name as it stands in addresses
 * @param label as its maker writes it
 * @param about what it offers, in a sentence
 * @param keys where keys for it are made
 */
public record Brand(String name, String label, String about, String keys) {
  public static final List<Brand> ALL =
      List.of(
          new Brand(
              "anthropic",
              "Anthropic",
              "Claude models, by the Messages API: for Claude Code and Anthropic's SDKs.",
              "platform.claude.com"),
          new Brand(
              "openai",
              "OpenAI",
              "GPT models, by Chat Completions and Responses: for OpenAI's SDKs.",
              "platform.openai.com"));

  static final String PAGE = dev.bridle.web.Place.MODEL_PROVIDERS.path() + "/{provider}";

  static Brand of(String name) {
    return ALL.stream()
        .filter(brand -> brand.name.equals(name))
        .findFirst()
        .orElseThrow(HttpError::notFound);
  }

  static Brand in(Request request) {
    return of(request.parameter("provider"));
  }

  Place of(Visitor who) {
    return new Place(who.organizationId(), name, false);
  }

  Place fallbackOf(Visitor who) {
    return new Place(who.organizationId(), name, true);
  }

  ProviderKind kind() {
    return ProviderKind.find(name).orElseThrow();
  }

  /** The address of its page. */
  String address(Visitor who) {
    return who.address(dev.bridle.web.Place.MODEL_PROVIDERS) + "/" + name;
  }
}
