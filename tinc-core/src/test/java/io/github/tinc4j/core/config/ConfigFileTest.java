package io.github.tinc4j.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.api.config.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {

  private static List<Assignment> parse(String text) throws ConfigurationException {
    return ConfigFile.parse(text, "f");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Port = 1 x",
        "Port=1 x",
        "Port 1 x",
        "Port\t1 x",
        "Port\t =\t1 x",
        "Port = 1 x \t ",
        "Port = 1 x\r"
      })
  void nameAndValueArePartedByBlanksAndOneEqualsSign(String line) throws Exception {
    assertThat(parse(line)).containsExactly(new Assignment("Port", "1 x", "f", 1));
  }

  @Test
  void aSecondEqualsSignBelongsToTheValue() throws Exception {
    assertThat(parse("A == b=c")).containsExactly(new Assignment("A", "= b=c", "f", 1));
  }

  @Test
  void aCommentBeginsInTheFirstColumnOnly() throws Exception {
    assertThat(parse("# A = 1\nB = 2 # not a comment"))
        .containsExactly(new Assignment("B", "2 # not a comment", "f", 2));
  }

  @Test
  void emptyLinesAreIgnored() throws Exception {
    assertThat(parse("\n\r\n  \t\nA = 1\n\n")).containsExactly(new Assignment("A", "1", "f", 4));
  }

  @ParameterizedTest
  @ValueSource(strings = {" A = 1", "\tA = 1", "= 1"})
  void aLineWithoutANameHasNoEffect(String line) throws Exception {
    assertThat(parse(line)).isEmpty();
  }

  @Test
  void pemBlocksAreSkipped() throws Exception {
    String text = "A = 1\n-----BEGIN X-----\nB = 2\n-----END X-----\nC = 3\n-----BEGIN Y\nD = 4";
    assertThat(parse(text))
        .containsExactly(new Assignment("A", "1", "f", 1), new Assignment("C", "3", "f", 5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "A =", "A = ", "A\t=\t\r"})
  void aVariableWithoutAValueIsAnErrorWithItsPlace(String line) {
    assertThatThrownBy(() -> parse("X = 1\n" + line))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> {
              assertThat(e).hasMessage("f:2: A: has no value");
              assertThat(e.file()).isEqualTo("f");
              assertThat(e.line()).isEqualTo(2);
              assertThat(e.variable()).isEqualTo("A");
            });
  }

  @Test
  void aLineLongerThanTincdReadsIsAnError() {
    assertThatThrownBy(() -> parse("\nA = " + "x".repeat(2048)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("f:2: longer than 2048 characters");
  }

  @Test
  void aCommentMayBeOfAnyLength() throws Exception {
    assertThat(parse("#" + "x".repeat(5000))).isEmpty();
  }
}
