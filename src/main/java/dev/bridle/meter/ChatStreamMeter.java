package dev.bridle.meter;

/**
 * Reads the chunks of a streamed chat completion. The usage comes in one of the last, and the end
 * is a line of its own. Of each chunk only the few values are kept that matter.
 */
public final class ChatStreamMeter implements Meter, EventLines.Reader, JsonPick.Picker {
  private static final String DONE = "[DONE]";

  private final OpenAiAnswer answer = new OpenAiAnswer();
  private final JsonWalk walk =
      new JsonWalk("content", "arguments", "input", "refusal", "reasoning_content");
  private final JsonPick pick = new JsonPick(walk, this);
  private final EventLines lines = new EventLines(this);
  private final Kept start = new Kept();
  private boolean done;

  @Override
  public void see(byte[] bytes, int offset, int length) {
    lines.see(bytes, offset, length);
  }

  @Override
  public boolean started() {
    return answer.knowsUsage();
  }

  @Override
  public long outputCharacters() {
    return walk.characters();
  }

  @Override
  public Reading reading() {
    return answer.reading(done, walk.characters());
  }

  @Override
  public void named(Kept name) {}

  @Override
  public void data(byte[] bytes, int from, int to) {
    // One more than it can have, to tell it from what is longer.
    int wanted = DONE.length() + 1 - start.length();
    start.add(bytes, from, Math.min(to, from + wanted));
    pick.see(bytes, from, to);
  }

  @Override
  public void dataLineEnds(Kept name) {
    done |= start.is(DONE);
    start.clear();
  }

  @Override
  public void eventEnds(Kept name) {
    if (pick.isWithinValue()) {
      answer.damaged();
    }
    pick.startOver();
  }

  @Override
  public boolean wants(JsonWalk at) {
    return at.depth() == 1 && answer.wants(at);
  }

  @Override
  public void picked(Kept value) {
    answer.picked(value);
  }
}
