package dev.bridle.clients;

/** A program that asks a model as often as it is told to, and says what its user would see. */
interface ModelClient extends AutoCloseable {
  Told ask(Asking asking);

  /**
   * Asks for a stream, and reads no more of it than its first text until the other has run; its
   * answer is how much text came.
   */
  Told askAndPause(Asking asking, Runnable meanwhile);

  @Override
  void close();
}
