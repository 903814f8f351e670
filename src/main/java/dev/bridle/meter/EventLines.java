package dev.bridle.meter;

/** The lines of server-sent events, byte by byte: what is a name, what is data, where one ends. */
final class EventLines {
  /** Whom they are for. */
  interface Reader {
    /** A line has named the event; it is only lent. */
    void named(Kept name);

    /** The next bytes of a line of data. */
    void data(byte[] bytes, int from, int to);

    void dataLineEnds(Kept name);

    void eventEnds(Kept name);
  }

  private enum Field {
    NAME,
    EVENT,
    DATA,
    OTHER
  }

  private final Reader reader;
  private final Kept fieldName = new Kept();
  private final Kept eventName = new Kept();
  private Field field = Field.NAME;
  private boolean valueBegins;
  private boolean lineIsEmpty = true;
  private boolean afterCarriageReturn;

  EventLines(Reader reader) {
    this.reader = reader;
  }

  void see(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      int next = field == Field.DATA ? data(bytes, at, end) : at;
      if (next == at) {
        see(bytes[at++]);
      } else {
        at = next;
      }
    }
  }

  /** The rest of a line of data, or what of it is there; returns where it ends. */
  private int data(byte[] bytes, int from, int end) {
    if (valueBegins) {
      valueBegins = false;
      if (bytes[from] == ' ') {
        return from + 1;
      }
    }
    int to = from;
    while (to < end && bytes[to] != '\n' && bytes[to] != '\r') {
      to++;
    }
    if (to > from) {
      reader.data(bytes, from, to);
    }
    return to;
  }

  private void see(byte b) {
    boolean secondHalfOfLineEnd = afterCarriageReturn && b == '\n';
    afterCarriageReturn = b == '\r';
    if (secondHalfOfLineEnd) {
      return;
    }
    if (b == '\n' || b == '\r') {
      endLine();
    } else {
      lineIsEmpty = false;
      insideLine(b);
    }
  }

  private void insideLine(byte b) {
    if (field == Field.NAME) {
      insideFieldName(b);
      return;
    }
    boolean optionalSpace = valueBegins && b == ' ';
    valueBegins = false;
    if (!optionalSpace) {
      insideValue(b);
    }
  }

  private void insideFieldName(byte b) {
    if (b != ':') {
      fieldName.add(b);
      return;
    }
    field = fieldName.is("data") ? Field.DATA : fieldName.is("event") ? Field.EVENT : Field.OTHER;
    valueBegins = true;
    if (field == Field.EVENT) {
      eventName.clear();
    }
  }

  private void insideValue(byte b) {
    if (field == Field.EVENT) {
      eventName.add(b);
    }
  }

  private void endLine() {
    if (field == Field.EVENT) {
      reader.named(eventName);
    } else if (field == Field.DATA) {
      reader.dataLineEnds(eventName);
    }
    if (lineIsEmpty) {
      reader.eventEnds(eventName);
      eventName.clear();
    }
    fieldName.clear();
    field = Field.NAME;
    lineIsEmpty = true;
  }
}
