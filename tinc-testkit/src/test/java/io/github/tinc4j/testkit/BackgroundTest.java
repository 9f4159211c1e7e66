package io.github.tinc4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BackgroundTest {

  @Test
  void aCallRunsOnAThreadThatDoesNotKeepTheProgramAlive() throws Exception {
    Thread thread = Background.call(Thread::currentThread).get();
    assertThat(thread).isNotSameAs(Thread.currentThread());
    assertThat(thread.isDaemon()).isTrue();
  }

  @Test
  void anAssertionThatFailsThereIsTheCauseOfWhatGetThrows() {
    var error = new AssertionError("not so");
    assertThatThrownBy(
            Background.run(
                    () -> {
                      throw error;
                    })
                ::get)
        .isInstanceOf(ExecutionException.class)
        .hasCause(error);
  }
}
