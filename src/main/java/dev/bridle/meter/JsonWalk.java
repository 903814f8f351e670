package dev.bridle.meter;

import java.util.List;

/**
 * A walk through one JSON text, byte by byte: knows the depth and the latest key, counts the
 * characters that the model wrote, and keeps nothing but the first bytes of a key.
 */
final class JsonWalk {
  private static final int LONGEST_KEY = 24;
  private static final int NOT_IN_INPUT = Integer.MAX_VALUE;

  private final List<String> writtenKeys;
  private final byte[] word = new byte[LONGEST_KEY];
  private int wordLength;
  private int depth;
  private boolean inString;
  private boolean escaped;
  private int hexDigitsLeft;
  private boolean afterColon;
  private boolean written;
  private int inputDepth = NOT_IN_INPUT;
  private long characters;

  /**
   * @param writtenKeys the keys whose texts the model writes
   */
  JsonWalk(String... writtenKeys) {
    this.writtenKeys = List.of(writtenKeys);
  }

  void see(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int next = skim(bytes, at, to);
      if (next == at) {
        see(bytes[at++]);
      } else {
        at = next;
      }
    }
  }

  /**
   * Passes over the ordinary bytes of a string, of which most answers consist, all at once; returns
   * where the first stands that is none.
   */
  int skim(byte[] bytes, int from, int to) {
    if (!inString || escaped || hexDigitsLeft > 0) {
      return from;
    }
    int at = from;
    int begun = 0;
    for (; at < to && bytes[at] != '"' && bytes[at] != '\\'; at++) {
      begun += startsCharacter(bytes[at]) ? 1 : 0;
    }
    remember(bytes, from, at);
    if (written || depth > inputDepth) {
      characters += begun;
    }
    return at;
  }

  private void remember(byte[] bytes, int from, int to) {
    int room = LONGEST_KEY - Math.min(wordLength, LONGEST_KEY);
    System.arraycopy(
        bytes, from, word, Math.min(wordLength, LONGEST_KEY), Math.min(room, to - from));
    wordLength = (int) Math.min((long) wordLength + to - from, LONGEST_KEY + 1);
  }

  private static boolean startsCharacter(byte b) {
    return (b & 0xC0) != 0x80;
  }

  void see(byte b) {
    if (inString) {
      insideString(b);
    } else {
      outsideString(b);
    }
  }

  /** Forgets the place in the text but not what was counted. */
  void startOver() {
    depth = 0;
    inString = false;
    escaped = false;
    hexDigitsLeft = 0;
    afterColon = false;
    written = false;
    inputDepth = NOT_IN_INPUT;
  }

  int depth() {
    return depth;
  }

  boolean inString() {
    return inString;
  }

  /** Whether the text has begun and not ended; one that closes too often never ends. */
  boolean isInsideText() {
    return depth != 0 || inString;
  }

  long characters() {
    return characters;
  }

  /** Whether the latest string, which before a colon is the key, is this one. */
  boolean wordIs(String ascii) {
    if (wordLength != ascii.length()) {
      return false;
    }
    for (int i = 0; i < wordLength; i++) {
      if (word[i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void insideString(byte b) {
    if (hexDigitsLeft > 0) {
      hexDigitsLeft--;
    } else if (escaped) {
      escaped = false;
      hexDigitsLeft = b == 'u' ? 4 : 0;
      character(b);
    } else if (b == '\\') {
      escaped = true;
    } else if (b == '"') {
      inString = false;
    } else {
      character(b);
    }
  }

  private void character(byte b) {
    if (wordLength < LONGEST_KEY) {
      word[wordLength] = b;
    }
    wordLength = Math.min(wordLength + 1, LONGEST_KEY + 1);
    if (startsCharacter(b) && (written || depth > inputDepth)) {
      characters++;
    }
  }

  private void outsideString(byte b) {
    switch (b) {
      case '"' -> {
        inString = true;
        written = afterColon && isWrittenByTheModel();
        wordLength = 0;
      }
      case ':' -> afterColon = true;
      case ',' -> afterColon = false;
      case '{', '[' -> open();
      case '}', ']' -> close();
      default -> {}
    }
  }

  private void open() {
    if (afterColon && inputDepth == NOT_IN_INPUT && wordIs("input")) {
      inputDepth = depth;
    }
    afterColon = false;
    depth++;
  }

  private void close() {
    afterColon = false;
    depth--;
    if (depth <= inputDepth) {
      inputDepth = NOT_IN_INPUT;
    }
  }

  private boolean isWrittenByTheModel() {
    for (String key : writtenKeys) {
      if (wordIs(key)) {
        return true;
      }
    }
    return false;
  }
}
