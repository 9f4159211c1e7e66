package io.github.tinc4j.examples.tincd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KillCommandTest {

  private final Path directory;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  KillCommandTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @CsvSource({"TERM,143", "KILL,137", "USR1,138", "9,137"})
  void theProcessInTheFileGetsTheSignal(String signal, int status) throws Exception {
    Process victim = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(file(), victim.pid() + "\n");
      assertThat(run(signal)).isZero();
      assertThat(victim.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(victim.exitValue()).isEqualTo(status);
    } finally {
      victim.destroyForcibly();
    }
  }

  @Test
  void withoutAFileNobodyRuns() throws Exception {
    assertThat(run("TERM")).isEqualTo(1);
    assertThat(said.toString(StandardCharsets.UTF_8)).isEqualTo("No other tincd is running.\n");
  }

  @Test
  void aStaleFileIsRemoved() throws Exception {
    Files.writeString(file(), "999999999\n");
    assertThat(run("TERM")).isZero();
    assertThat(file()).doesNotExist();
  }

  @Test
  void aSignalThatTheSystemDoesNotHaveFails() throws Exception {
    Process victim = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(file(), victim.pid() + "\n");
      assertThat(run("NOSUCH")).isEqualTo(1);
      assertThat(victim.isAlive()).isTrue();
    } finally {
      victim.destroyForcibly();
    }
  }

  private int run(String signal) throws Exception {
    return KillCommand.run(file(), signal, new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  private Path file() {
    return directory.resolve("pid");
  }
}
