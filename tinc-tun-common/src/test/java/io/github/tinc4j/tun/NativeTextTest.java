package io.github.tinc4j.tun;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class NativeTextTest {

  @Test
  void aStringEndsWithANul() {
    OffHeap memory = NativeText.of("é!");
    assertThat(memory.size()).as("UTF-8, and the NUL").isEqualTo(4);
    assertThat(memory.bytes().get(2)).isEqualTo((byte) '!');
    assertThat(memory.bytes().get(3)).isZero();
  }

  @Test
  void aStringIsReadUpToItsNulOrToTheEndOfItsField() {
    OffHeap memory = NativeText.of("name");
    assertThat(NativeText.in(memory, memory.size())).isEqualTo("name");
    assertThat(NativeText.in(memory, 3)).isEqualTo("nam");
    memory.bytes().put(0, (byte) 0);
    assertThat(NativeText.in(memory, memory.size())).isEmpty();
  }
}
