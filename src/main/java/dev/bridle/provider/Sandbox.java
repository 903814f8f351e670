package dev.bridle.provider;

import dev.bridle.http.Sending;

/** The built-in stand-in for a provider: answers here, without a network and for free. */
public final class Sandbox {
  Sending send(ProviderRequest request) {
    throw new IllegalStateException(request.toString());
  }
}
