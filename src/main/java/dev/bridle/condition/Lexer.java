package dev.bridle.condition;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a condition's text into tokens. */
final class Lexer {
  /** The longer ones first. */
  private static final List<String> SIGNS =
      List.of("&&", "||", "==", "!=", "=~", "!~", "!", "(", ")", "[", "]", ",", "?", ":");

  private final Cursor text;
  private final ShellTerms shell;

  Lexer(String text) {
    this.text = new Cursor(text);
    this.shell = new ShellTerms(this.text);
  }

  List<Token> tokens() throws InvalidCondition {
    var tokens = new ArrayList<Token>();
    for (skip(); !text.atEnd(); skip()) {
      tokens.add(token());
    }
    tokens.add(new Token.End(text.position()));
    return tokens;
  }

  /** Over white space and comments. */
  private void skip() {
    var _ = text.takeWhile(Character::isWhitespace);
    while (text.takes("//")) {
      var _ = text.takeWhile(c -> c != '\n');
      var _ = text.takeWhile(Character::isWhitespace);
    }
  }

  private Token token() throws InvalidCondition {
    int c = text.peek();
    if (Cursor.isLetter(c)) {
      return name();
    }
    if (Cursor.isDigit(c)) {
      return number();
    }
    return switch (c) {
      case '\'' -> plainText();
      case '"' -> expandedText();
      case '/' -> regex();
      case '$' -> shellTerm();
      default -> sign();
    };
  }

  private Token name() throws InvalidCondition {
    int from = text.position();
    String name = text.takeWhile(c -> Cursor.isName(c) || c == '.');
    if (name.endsWith(".") || name.contains("..")) {
      throw new InvalidCondition("`" + InvalidCondition.shown(name) + "` is not a name", from);
    }
    return new Token.Name(name, from);
  }

  private Token number() throws InvalidCondition {
    int from = text.position();
    String digits = text.takeWhile(Cursor::isDigit);
    try {
      return new Token.Whole(Long.parseLong(digits), from);
    } catch (NumberFormatException e) {
      throw new InvalidCondition("The number is too large", from);
    }
  }

  private Token sign() throws InvalidCondition {
    int from = text.position();
    for (String sign : SIGNS) {
      if (text.takes(sign)) {
        return new Token.Sign(sign, from);
      }
    }
    String found = InvalidCondition.shown(String.valueOf(text.take()));
    throw new InvalidCondition("Unexpected `" + found + "`", from);
  }

  private Token shellTerm() throws InvalidCondition {
    int from = text.position();
    if (!shell.here()) {
      throw new InvalidCondition("`$` must be followed by the name of a variable", from);
    }
    return new Token.Shell(shell.term(), from);
  }

  private Token plainText() throws InvalidCondition {
    int from = text.position();
    text.take();
    var literal = new StringBuilder();
    while (text.peek() != '\'') {
      literal.append(character(from));
    }
    text.take();
    return new Token.Text(List.of(new Part.Literal(literal.toString())), from);
  }

  private Token expandedText() throws InvalidCondition {
    int from = text.position();
    text.take();
    var parts = new ArrayList<Part>();
    var literal = new StringBuilder();
    while (text.peek() != '"') {
      if (text.takes("$$")) {
        literal.append('$');
      } else if (shell.here()) {
        parts.add(new Part.Literal(literal.toString()));
        literal.setLength(0);
        parts.add(shell.term());
      } else {
        literal.append(character(from));
      }
    }
    text.take();
    parts.add(new Part.Literal(literal.toString()));
    return new Token.Text(parts, from);
  }

  /** One character of a string, written as it is or with a backslash. */
  private char character(int from) throws InvalidCondition {
    requireMore(from);
    char c = text.take();
    if (c != '\\') {
      return c;
    }
    requireMore(from);
    char escaped = text.take();
    return switch (escaped) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> escaped;
    };
  }

  private void requireMore(int from) throws InvalidCondition {
    if (text.atEnd()) {
      throw new InvalidCondition("The string has no closing quote", from);
    }
  }

  private Token regex() throws InvalidCondition {
    int from = text.position();
    text.take();
    var pattern = new StringBuilder();
    while (text.peek() != '/') {
      @Nullable String piece = regexPiece();
      if (piece == null) {
        throw new InvalidCondition("The regular expression has no closing `/`", from);
      }
      pattern.append(piece);
    }
    text.take();
    String flags = text.takeWhile(Cursor::isName);
    return new Token.Regex(RegexSource.compile(pattern.toString(), flags, from), from);
  }

  /** A character or an escape; only the slash needs its backslash for us alone. */
  private @Nullable String regexPiece() {
    if (text.takes("\\/")) {
      return "/";
    }
    if (text.atEnd() || (text.peek() == '\\' && text.peek(1) == Cursor.END)) {
      return null;
    }
    char c = text.take();
    return c == '\\' ? "\\" + text.take() : String.valueOf(c);
  }
}
