package dev.bridle.bench.upstream;

import io.netty.buffer.ByteBuf;

/** What the upstream does now, with its prepared answers. Used by the upstream's one thread. */
final class Role {
  private final ByteBuf plain = Answers.plain();
  private Behaviour behaviour = Behaviour.plain(0);
  private ByteBuf burst = Answers.burst(0);

  Behaviour behaviour() {
    return behaviour;
  }

  void become(Behaviour next) {
    behaviour = next;
    burst = Answers.burst(next.events());
  }

  /** The answer that is written at once. */
  ByteBuf whole() {
    return (behaviour.isStream() ? burst : plain).duplicate();
  }
}
