package io.github.tinc4j.examples.tincd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonLogTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-24T07:08:09.9Z"), ZoneOffset.ofHours(1));

  private final Path directory;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  DaemonLogTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aLineInAFileSaysWhenAndWho() throws IOException {
    Path file = directory.resolve("log");
    Files.writeString(file, "before\n");
    try (DaemonLog log = DaemonLog.to(file, 0, "tinc.vpn", 42, CLOCK)) {
      log.log(DaemonLog.ALWAYS, "Ready\nagain");
    }
    assertThat(file)
        .hasContent(
            """
            before
            2026-11-24 08:08:09 tinc.vpn[42]: Ready
            2026-11-24 08:08:09 tinc.vpn[42]: again
            """);
  }

  @Test
  void aFileThatWasMovedAwayIsMadeAnew() throws IOException {
    Path file = directory.resolve("log");
    try (DaemonLog log = DaemonLog.to(file, 0, "tinc.vpn", 42, CLOCK)) {
      log.log(DaemonLog.ALWAYS, "before");
      Path moved = Files.move(file, directory.resolve("log.1"));
      log.log(DaemonLog.ALWAYS, "meanwhile");
      log.reopen();
      log.log(DaemonLog.ALWAYS, "after");
      assertThat(moved).content().contains("before", "meanwhile").doesNotContain("after");
      assertThat(file).hasContent("2026-11-24 08:08:09 tinc.vpn[42]: after\n");
    }
  }

  @Test
  void aFileThatCannotBeOpenedAnewLeavesTheLogWhereItWas() throws IOException {
    Path sub = Files.createDirectory(directory.resolve("sub"));
    try (DaemonLog log = DaemonLog.to(sub.resolve("log"), 0, "tinc", 42, CLOCK)) {
      Path moved = Files.move(sub, directory.resolve("moved"));
      assertThatThrownBy(log::reopen).isInstanceOf(IOException.class);
      log.log(DaemonLog.ALWAYS, "still here");
      assertThat(moved.resolve("log")).content().contains("still here");
    }
  }

  @Test
  void theDebugLevelIsRaisedAndSetBack() {
    DaemonLog log = console(1);
    log.log(DaemonLog.REQUESTS, "hidden");
    log.toggleDebug();
    log.log(DaemonLog.REQUESTS, "shown");
    log.toggleDebug();
    log.log(DaemonLog.REQUESTS, "hidden again");
    assertThat(said())
        .isEqualTo(
            """
            Temporarily setting debug level to 5.  Kill me with SIGINT again to go back to level 1.
            shown
            Reverting to old debug level (1)
            """);
  }

  @Test
  void aLineOnStandardErrorIsPlain() {
    console(0).log(DaemonLog.ALWAYS, "Ready");
    assertThat(said()).isEqualTo("Ready\n");
  }

  @Test
  void linesAboveTheLevelAreLeftOut() {
    console(1).log(DaemonLog.CONNECTIONS, "shown");
    console(1).log(DaemonLog.STATUS, "hidden");
    assertThat(said()).isEqualTo("shown\n");
  }

  @Test
  void controlCharactersDoNotReachATerminal() {
    console(0).log(DaemonLog.ALWAYS, "a\u001b[2Jb\tc\u0007");
    assertThat(said()).isEqualTo("a?[2Jb\tc?\n");
  }

  @Test
  void aWarningOfTheLibraryIsSaidWithItsCause() {
    LibraryLog.into(console(0));
    try {
      System.Logger library = System.getLogger("io.github.tinc4j.test");
      library.log(System.Logger.Level.WARNING, "it''s {0}", "so");
      library.log(System.Logger.Level.ERROR, "no file", new IOException("full"));
      library.log(System.Logger.Level.INFO, "not at this level");
      System.getLogger("another").log(System.Logger.Level.INFO, "not of the library");
    } finally {
      LibraryLog.into(null);
    }
    System.getLogger("io.github.tinc4j.test").log(System.Logger.Level.ERROR, "after the end");
    assertThat(said()).isEqualTo("it's so\nno file: full\n");
  }

  @Test
  void aFaultOfOursIsSaidWithWhereItWas() {
    LibraryLog.into(console(0));
    try {
      System.getLogger("io.github.tinc4j.test")
          .log(System.Logger.Level.ERROR, "node failed", new IllegalStateException("odd"));
    } finally {
      LibraryLog.into(null);
    }
    assertThat(said()).startsWith("node failed: java.lang.IllegalStateException: odd\n\tat ");
  }

  private DaemonLog console(int level) {
    return DaemonLog.to(new PrintStream(bytes, true, StandardCharsets.UTF_8), level);
  }

  private String said() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
