package dev.bridle.web;

import dev.bridle.testing.CallDesk;
import dev.bridle.testing.Engine;
import dev.bridle.testing.FakeProvider;
import dev.bridle.testing.RunningBridle;

/** A server with a provider, a build and people, whose pages are looked at in a browser. */
final class ShownDesk implements AutoCloseable {
  private final FakeProvider provider =
      new FakeProvider(FakeProvider.answering(200, "application/json", "{}"));
  final CallDesk desk = CallDesk.open(Engine.SQLITE, provider);

  ShownDesk() {
    desk.addPeople();
  }

  /** The tab of Ana, who has signed in. */
  Tab ana() {
    return Tab.of(desk.url(), RunningBridle.ANA);
  }

  @Override
  public void close() {
    desk.close();
    provider.close();
  }
}
