package io.github.tinc4j.examples.tincd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PidFileTest {

  private static final long OWN = ProcessHandle.current().pid();
  private static final long ALIVE = ProcessHandle.current().parent().orElseThrow().pid();
  private static final long DEAD = 999_999_999;

  private final Path directory;

  PidFileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void itHoldsTheProcessIdUntilItIsClosed() throws IOException {
    try (PidFile pidFile = PidFile.write(file(), OWN)) {
      assertThat(pidFile).isNotNull();
      assertThat(file()).hasContent(OWN + "\n");
      assertThat(PidFile.read(file())).isEqualTo(OWN);
    }
    assertThat(file()).doesNotExist();
  }

  @Test
  void aLivingOwnerKeepsIt() throws IOException {
    Files.writeString(file(), ALIVE + "\n");
    assertThatIOException()
        .isThrownBy(() -> PidFile.write(file(), OWN))
        .withMessage("A tincd is already running with pid " + ALIVE + ".");
    assertThat(file()).hasContent(ALIVE + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {DEAD + "\n", "", "hello", "-1", "0", "99999999999999999999999999999", "1 2"})
  void whatNamesNoLivingProcessIsReplacedWhole(String content) throws IOException {
    Files.writeString(file(), content);
    try (PidFile pidFile = PidFile.write(file(), OWN)) {
      assertThat(pidFile).isNotNull();
      assertThat(file()).hasContent(OWN + "\n");
    }
  }

  @Test
  void aFileThatSomebodyElseTookIsNotRemoved() throws IOException {
    PidFile pidFile = PidFile.write(file(), OWN);
    Files.writeString(file(), ALIVE + "\n");
    pidFile.close();
    assertThat(file()).exists();
  }

  @Test
  void aFileThatIsGoneAlreadyIsNoError() throws IOException {
    PidFile pidFile = PidFile.write(file(), OWN);
    Files.delete(file());
    pidFile.close();
    assertThat(file()).doesNotExist();
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() {
    Path missing = directory.resolve("missing/pid");
    assertThatIOException()
        .isThrownBy(() -> PidFile.write(missing, OWN))
        .withMessage("Couldn't write pid file " + missing + ": No such file or directory");
  }

  private Path file() {
    return directory.resolve("pid");
  }
}
