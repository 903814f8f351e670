package dev.bridle.meter;

/**
 * Reads the events of a streamed response. The last one repeats the whole answer and ends with its
 * usage, so only the few values are kept that matter.
 */
public final class ResponsesStreamMeter implements Meter, EventLines.Reader, JsonPick.Picker {
  private final OpenAiAnswer answer = new OpenAiAnswer();
  private final JsonWalk walk = new JsonWalk("delta");
  private final JsonPick pick = new JsonPick(walk, this);
  private final EventLines lines = new EventLines(this);
  private boolean wantsType;
  private boolean inResponse;
  private boolean isFinal;
  private boolean ended;

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
    return answer.reading(ended, walk.characters());
  }

  @Override
  public void named(Kept name) {}

  @Override
  public void data(byte[] bytes, int from, int to) {
    pick.see(bytes, from, to);
  }

  /** An event is taken as soon as its JSON is whole: some upstreams forget the last empty line. */
  @Override
  public void dataLineEnds(Kept name) {
    ended |= isFinal && !walk.isInsideText();
  }

  @Override
  public void eventEnds(Kept name) {
    if (pick.isWithinValue()) {
      answer.damaged();
    }
    pick.startOver();
    inResponse = false;
    isFinal = false;
  }

  @Override
  public boolean wants(JsonWalk at) {
    wantsType = at.depth() == 1 && at.wordIs("type");
    if (at.depth() == 1) {
      inResponse = at.wordIs("response");
    }
    return wantsType
        || at.depth() == 1 && at.wordIs("error") && answer.wants(at)
        || at.depth() == 2 && inResponse && answer.wants(at);
  }

  @Override
  public void picked(Kept value) {
    if (!wantsType) {
      answer.picked(value);
    } else if (value.is("\"error\"")) {
      answer.unnamedError();
    } else {
      isFinal =
          value.is("\"response.completed\"")
              || value.is("\"response.incomplete\"")
              || value.is("\"response.failed\"");
    }
  }
}
