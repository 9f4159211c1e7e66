package io.github.tinc4j.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EchoesTest {

  private final Echoes echoes = new Echoes();

  @Test
  void beforeTheFirstFrameTheAddressOfZerosIsAnEcho() {
    assertThat(echoes.isOne(0)).isTrue();
    assertThat(echoes.isOne(1)).isFalse();
    echoes.expect(1);
    assertThat(echoes.isOne(0)).isFalse();
  }

  @Test
  void theSourceOfTheLastFrameWrittenIsAnEchoHoweverOften() {
    echoes.expect(7);
    for (int again = 0; again < 3; again++) {
      assertThat(echoes.isOne(7)).isTrue();
    }
    assertThat(echoes.isOne(8)).isFalse();
  }

  @Test
  void eachFrameOfABatchIsAnEchoOnceInAnyOrder() {
    for (long source : new long[] {1, 2, 1, 3}) {
      echoes.expect(source);
    }
    for (long source : new long[] {1, 1, 2, 3}) {
      assertThat(echoes.isOne(source)).as("source %d", source).isTrue();
    }
    assertThat(echoes.isOne(1)).isFalse();
    assertThat(echoes.isOne(2)).isFalse();
    assertThat(echoes.isOne(3)).as("the last").isTrue();
  }

  @Test
  void framesThatNeverComeBackAreForgottenInTime() {
    echoes.expect(5);
    for (int i = 0; i < 1024; i++) {
      echoes.expect(6);
    }
    assertThat(echoes.isOne(5)).isFalse();
    for (int i = 0; i < 1024; i++) {
      assertThat(echoes.isOne(6)).isTrue();
    }
    echoes.expect(9);
    assertThat(echoes.isOne(6)).isFalse();
    assertThat(echoes.isOne(9)).isTrue();
  }
}
