package dev.bridle.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenTest {
  @ParameterizedTest
  @EnumSource
  void aMintedTokenIsRecognisedAsItsKindOnly(TokenKind kind) {
    String value = Token.mint(kind).value().reveal();
    assertThat(value).startsWith(kind.prefix()).hasSize(kind.prefix().length() + 38);
    for (TokenKind other : TokenKind.values()) {
      assertThat(Token.wellFormed(other, value)).isEqualTo(other == kind);
    }
  }

  @Test
  void everyChangedCharacterIsNoticed() {
    String value = Token.mint(TokenKind.JOB).value().reveal();
    for (int i = 0; i < value.length(); i++) {
      char changed = value.charAt(i) == 'a' ? 'b' : 'a';
      assertThat(
              Token.wellFormed(
                  TokenKind.JOB, value.substring(0, i) + changed + value.substring(i + 1)))
          .as("position %d", i)
          .isFalse();
    }
    assertThat(Token.wellFormed(TokenKind.JOB, value + "x")).isFalse();
    assertThat(Token.wellFormed(TokenKind.JOB, "")).isFalse();
  }

  @Test
  void tokensDifferAndOnlyTheHashIsKept() {
    var values = new HashSet<String>();
    for (int i = 0; i < 1000; i++) {
      values.add(Token.mint(TokenKind.API).value().reveal());
    }
    assertThat(values).hasSize(1000);
    Token token = Token.mint(TokenKind.API);
    assertThat(token.hash()).hasSize(64).isEqualTo(Token.hash(token.value().reveal()));
    assertThat(token.toString()).doesNotContain(token.value().reveal());
  }

  @Test
  void jobTokensAreFoundInText() {
    String value = Token.mint(TokenKind.JOB).value().reveal();
    assertThat(Token.JOB_TOKENS.matcher("x-api-key: " + value + "\"").find()).isTrue();
  }
}
