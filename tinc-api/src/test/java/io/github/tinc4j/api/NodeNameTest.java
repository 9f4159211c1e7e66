package io.github.tinc4j.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "Alpha_9", "0", "_"})
  void lettersDigitsAndUnderscoreMakeAName(String value) {
    assertThat(NodeName.of(value).value()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a-b", "a.b", "../x", "a b", "\u00e4", "a\n"})
  void anythingElseIsRefusedWithTheValueNamed(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NodeName.of(value))
        .withMessageContaining("'" + value + "'");
  }

  @Test
  void aNameLongerThanAFieldIsRefused() {
    assertThat(NodeName.isValid("x".repeat(NodeName.MAX_LENGTH))).isTrue();
    assertThat(NodeName.isValid("x".repeat(NodeName.MAX_LENGTH + 1))).isFalse();
  }

  @Test
  void namesOrderByTheirBytes() {
    assertThat(NodeName.of("B")).isLessThan(NodeName.of("a"));
  }
}
