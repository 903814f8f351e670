package dev.bridle.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Builds the expression that tokens say, by recursive descent of bounded depth. */
final class Parser {
  private static final int DEEPEST = 100;
  private static final Set<String> KEYWORDS = Set.of("true", "false", "null", "includes");

  private final List<Token> tokens;
  private int at;
  private int depth;

  Parser(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** The whole of the tokens. */
  Node condition() throws InvalidCondition {
    Node root = choice();
    if (!(peek() instanceof Token.End)) {
      throw unexpected();
    }
    return root;
  }

  private Token peek() {
    return tokens.get(at);
  }

  private InvalidCondition unexpected() {
    return new InvalidCondition("Unexpected " + peek().shown(), peek().position());
  }

  private boolean takes(String sign) {
    if (peek() instanceof Token.Sign(String text, int _) && text.equals(sign)) {
      at++;
      return true;
    }
    return false;
  }

  private void require(String sign) throws InvalidCondition {
    if (!takes(sign)) {
      throw new InvalidCondition(
          "Expected `" + sign + "` instead of " + peek().shown(), peek().position());
    }
  }

  private void enter() throws InvalidCondition {
    if (++depth > DEEPEST) {
      throw new InvalidCondition("The condition is nested too deeply", peek().position());
    }
  }

  private Node choice() throws InvalidCondition {
    enter();
    Node condition = or();
    int position = peek().position();
    Node whole = condition;
    if (takes("?")) {
      Node yes = choice();
      require(":");
      whole = new Node.Choice(condition, yes, choice(), position);
    }
    depth--;
    return whole;
  }

  private Node or() throws InvalidCondition {
    int position = peek().position();
    var any = new ArrayList<>(List.of(and()));
    while (takes("||")) {
      any.add(and());
    }
    return any.size() == 1 ? any.getFirst() : new Node.Or(any, position);
  }

  private Node and() throws InvalidCondition {
    int position = peek().position();
    var all = new ArrayList<>(List.of(comparison()));
    while (takes("&&")) {
      all.add(comparison());
    }
    return all.size() == 1 ? all.getFirst() : new Node.And(all, position);
  }

  /** All comparisons bind alike and to the left; a chain of them is a tree as deep. */
  private Node comparison() throws InvalidCondition {
    int before = depth;
    Node left = unary();
    for (var how = Comparison.find(peek()); how.isPresent(); how = Comparison.find(peek())) {
      enter();
      int position = peek().position();
      at++;
      left = new Node.Compare(how.get(), left, unary(), position);
    }
    depth = before;
    return left;
  }

  private Node unary() throws InvalidCondition {
    int position = peek().position();
    if (!takes("!")) {
      return primary();
    }
    enter();
    var not = new Node.Not(unary(), position);
    depth--;
    return not;
  }

  private Node primary() throws InvalidCondition {
    Token token = peek();
    return switch (token) {
      case Token.Name name -> named(name);
      case Token.Sign sign -> bracket(sign);
      case Token.End _ -> throw unexpected();
      case Token.Whole(long value, int position) -> taken(new Node.Whole(value, position));
      case Token.Text(var parts, int position) -> taken(new Node.Text(parts, position));
      case Token.Shell(var term, int position) -> taken(new Node.Shell(term, position));
      case Token.Regex(var pattern, int position) -> taken(new Node.Regex(pattern, position));
    };
  }

  private Node taken(Node node) {
    at++;
    return node;
  }

  private Node bracket(Token.Sign sign) throws InvalidCondition {
    if (takes("(")) {
      Node inner = choice();
      require(")");
      return inner;
    }
    if (takes("[")) {
      return new Node.Array(listed("]"), sign.position());
    }
    throw unexpected();
  }

  private Node named(Token.Name name) throws InvalidCondition {
    int position = name.position();
    if (KEYWORDS.contains(name.text())) {
      return switch (name.text()) {
        case "true", "false" -> taken(new Node.Flag(name.text().equals("true"), position));
        case "null" -> taken(new Node.Null(position));
        default -> throw unexpected();
      };
    }
    at++;
    return takes("(")
        ? new Node.Call(name.text(), listed(")"), position)
        : new Node.Variable(name.text(), position);
  }

  /** Expressions with commas between them, and the bracket that ends them. */
  private List<Node> listed(String end) throws InvalidCondition {
    List<Node> elements = new ArrayList<>();
    if (takes(end)) {
      return elements;
    }
    elements.add(choice());
    while (takes(",")) {
      elements.add(choice());
    }
    require(end);
    return elements;
  }
}
