package io.github.tinc4j.tun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class LoadFailureTest {

  private static String load(Error error) throws IOException {
    return LoadFailure.orThrow(
        () -> {
          throw error;
        },
        e -> new IOException(LoadFailure.text(e), e));
  }

  @Test
  void whatIsLoadedIsGiven() throws IOException {
    assertThat(LoadFailure.orThrow(() -> "libc", e -> new IOException(e))).isEqualTo("libc");
  }

  @Test
  void aLibraryThatDoesNotLoadIsTheCauseAndWhatWouldHelpIsSaid() {
    for (Error error :
        List.of(
            new UnsatisfiedLinkError("no jnidispatch"),
            new NoClassDefFoundError("com/sun/jna/Native"),
            new Error("incompatible JNA native library"))) {
      assertThatThrownBy(() -> load(error))
          .isInstanceOf(IOException.class)
          .hasCause(error)
          .hasMessageContaining(error.getMessage())
          .hasMessageContaining("jna.tmpdir");
    }
  }

  @Test
  void theReasonIsFoundBelowTheInitializerThatFailed() {
    var error = new ExceptionInInitializerError(new IllegalCallerException("native access denied"));
    assertThatThrownBy(() -> load(error))
        .hasCause(error)
        .hasMessageContaining("native access denied")
        .hasMessageContaining("--enable-native-access");
  }

  @Test
  void aMachineOutOfMemoryIsNotTheLibrarysFault() {
    assertThatThrownBy(() -> load(new OutOfMemoryError())).isInstanceOf(OutOfMemoryError.class);
  }
}
