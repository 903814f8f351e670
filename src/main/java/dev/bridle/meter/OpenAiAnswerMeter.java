package dev.bridle.meter;

/** Reads an answer of OpenAI that comes as one JSON object. */
public final class OpenAiAnswerMeter implements Meter, JsonPick.Picker {
  private final OpenAiAnswer answer = new OpenAiAnswer();
  private final JsonWalk walk = new JsonWalk("content", "text", "arguments", "input", "refusal");
  private final OneObject object = new OneObject(walk, this);

  @Override
  public void see(byte[] bytes, int offset, int length) {
    object.see(bytes, offset, length);
    if (object.isDamaged()) {
      answer.damaged();
    }
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
    return answer.reading(object.isClosed(), walk.characters());
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
