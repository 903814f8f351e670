package dev.bridle.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @Test
  void aNameBecomesASlug() {
    assertThat(Slug.ofName("  Acme & Sons, Inc.  ").value()).isEqualTo("acme-sons-inc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-acme", "a_b", "a b", "a/b", "ä"})
  void slugsAreLettersDigitsAndHyphens(String text) {
    assertThatThrownBy(() -> new Slug(text)).isInstanceOf(InvalidField.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"login", "Login", "v2", "v3", "assets", "organizations", "user", "health"})
  void noOrganizationIsCalledLikeAnAddressOfTheServer(String text) {
    assertThatThrownBy(() -> Slug.ofOrganization(text)).isInstanceOf(InvalidField.class);
  }

  @Test
  void addressesAreComparedWithoutCase() {
    assertThat(new Email(" Ana@Example.COM ")).isEqualTo(new Email("ana@example.com"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ana", "@example.com", "ana@", "a b@example.com", "ana@@example.com"})
  void otherTextIsNoAddress(String text) {
    assertThatThrownBy(() -> new Email(text)).isInstanceOf(InvalidField.class);
  }
}
