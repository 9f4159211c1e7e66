package io.github.tinc4j.examples.tincd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketActivationTest {

  private static final long PID = 4711;

  private static List<Integer> of(String... variables) throws IOException {
    return SocketActivation.descriptors(
        variables.length == 1
            ? Map.of("LISTEN_FDS", variables[0])
            : Map.of("LISTEN_FDS", variables[0], "LISTEN_PID", variables[1]),
        PID);
  }

  @Test
  void theSocketsBeginAtDescriptorThree() throws IOException {
    assertThat(of("1", "4711")).containsExactly(3);
    assertThat(of("3", "4711")).containsExactly(3, 4, 5);
    assertThat(of("0", "4711")).isEmpty();
    assertThat(of("128", "4711")).hasSize(128);
  }

  @Test
  void thoseOfAnotherProcessAreLeftAlone() throws IOException {
    assertThat(SocketActivation.descriptors(Map.of(), PID)).isEmpty();
    assertThat(SocketActivation.descriptors(Map.of("LISTEN_PID", "4711"), PID)).isEmpty();
    assertThat(of("1")).isEmpty();
    assertThat(of("1", "4712")).isEmpty();
    assertThat(of("1", "")).isEmpty();
    assertThat(of("nonsense", "4712")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two", "1 ", "-1", "129", "99999999999"})
  void aNumberThatMakesNoSenseIsSaid(String count) {
    assertThatThrownBy(() -> of(count, "4711"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("LISTEN_FDS is not ")
        .hasMessageContaining(count);
  }
}
