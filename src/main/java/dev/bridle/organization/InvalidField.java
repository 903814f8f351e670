package dev.bridle.organization;

/** A value that someone gave can't be used; names the field and says why in one sentence. */
public final class InvalidField extends RuntimeException {
  private final String field;
  private final String reason;

  /**
   * @param reason what is wrong, to be read after the field's name
   */
  public InvalidField(String field, String reason) {
    super(field + " " + reason, null, false, false);
    this.field = field;
    this.reason = reason;
  }

  public String field() {
    return field;
  }

  public String reason() {
    return reason;
  }

  public String sentence() {
    return "`" + field + "` " + reason + ".";
  }
}
