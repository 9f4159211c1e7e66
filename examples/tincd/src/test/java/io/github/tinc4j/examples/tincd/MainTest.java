package io.github.tinc4j.examples.tincd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MainTest {

  private final Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  MainTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeEach
  void writeAConfiguration() throws IOException {
    Files.createDirectory(directory.resolve("hosts"));
    Files.writeString(
        directory.resolve("tinc.conf"),
        "Name = alpha\nDeviceType = dummy\nBindToAddress = 127.0.0.1\nPort = 0\n");
  }

  @Test
  void helpNamesEveryOption() {
    assertThat(run("--help")).isZero();
    assertThat(text(out)).contains("-d, --debug[=LEVEL]", "-n, --net=NETNAME", "    --pidfile=");
  }

  @Test
  void versionIsSaid() {
    assertThat(run("--version")).isZero();
    assertThat(text(out)).startsWith("tincd (tinc4j ");
  }

  @Test
  void aWrongOptionIsSaidInTwoLinesAndStatusOne() {
    assertThat(run("--bogus")).isEqualTo(1);
    assertThat(text(err))
        .isEqualTo(
            "tincd: unrecognized option '--bogus'\nTry 'tincd --help' for more information.\n");
  }

  @Test
  void keysAreMadeAndTheirFilesNamed() {
    assertThat(run("-K512", "-c" + directory)).isZero();
    assertThat(text(out))
        .isEqualTo(
            directory.resolve("rsa_key.priv") + "\n" + directory.resolve("hosts/alpha") + "\n");
    assertThat(contentOf(directory.resolve("hosts/alpha").toFile()))
        .contains("-----BEGIN RSA PUBLIC KEY-----");
  }

  @Test
  void keysThatJavaDoesNotMakeAreRefused() {
    assertThat(run("-K999999", "-c" + directory)).isEqualTo(1);
    assertThat(text(err)).contains("No keys of 999999 bits");
    assertThat(directory.resolve("rsa_key.priv")).doesNotExist();
  }

  @Test
  void aBadConfigurationIsSaidWithFileLineAndVariable() throws IOException {
    makeKeys();
    Path file = directory.resolve("tinc.conf");
    Files.writeString(file, "Name = alpha\nMACLength = 99\n");
    assertThat(daemon("-D").run()).isEqualTo(1);
    assertThat(text(err)).contains(file + ":2: MACLength: ").doesNotContain("\tat ");
    assertThat(directory.resolve("pid")).doesNotExist();
  }

  @Test
  void aDaemonRunsItsScriptsAndEndsWithStatusZero() throws Exception {
    makeKeys();
    script("tinc-up", "echo up $NAME >> " + directory.resolve("record"));
    script("tinc-down", "echo down $NAME >> " + directory.resolve("record") + "; exit 3");
    var seen = new SeenStream("Ready");
    Daemon daemon = new Daemon(line("-D", "-d2"), List.of(), stream(seen));
    CompletableFuture<Integer> status = running(daemon);
    seen.found.get(30, TimeUnit.SECONDS);
    assertThat(directory.resolve("pid")).hasContent(ProcessHandle.current().pid() + "\n");

    daemon.requestStop();
    assertThat(status.get(30, TimeUnit.SECONDS)).isZero();
    assertThat(directory.resolve("record")).hasContent("up alpha\ndown alpha\n");
    assertThat(directory.resolve("pid")).doesNotExist();
    assertThat(text(seen.bytes))
        .containsSubsequence(
            "starting, debug level 2\n",
            "Executing script tinc-up\n",
            "Listening on 127.0.0.1 port ",
            "Ready\n",
            "Executing script tinc-down\n",
            "Script tinc-down exited with non-zero status 3\n",
            "Terminating\n");
  }

  @Test
  void aStopThatComesBeforeTheStartIsNotForgotten() throws Exception {
    makeKeys();
    Daemon daemon = daemon("-D");
    daemon.requestStop();
    assertThat(daemon.run()).isZero();
  }

  @Test
  void aRunningDaemonDoesWhatSignalsAskFor() throws Exception {
    makeKeys();
    var seen = new SeenStream("Ready");
    Daemon daemon = new Daemon(line("-D", "-d3"), List.of(), stream(seen));
    daemon.ask(Request.DUMP_CONNECTIONS);
    daemon.ask(Request.DUMP_STATE);
    daemon.ask(Request.TOGGLE_DEBUG);
    daemon.ask(Request.RETRY);
    daemon.ask(Request.PURGE);
    CompletableFuture<Integer> status = running(daemon);
    seen.await("Purging");
    Path file = directory.resolve("tinc.conf");
    String before = Files.readString(file);
    Files.writeString(file, before + "PingInterval = 77\nSubnet = 10.7.0.0/16\n");
    daemon.ask(Request.RELOAD);
    seen.await("Subnet 10.7.0.0/16#10 owner alpha");
    Files.writeString(file, before + "MACLength = 99\n");
    daemon.ask(Request.RELOAD);
    seen.await("going on with what was read.");
    daemon.requestStop();
    assertThat(status.get(30, TimeUnit.SECONDS)).isZero();
    assertThat(text(seen.bytes))
        .containsSubsequence(
            "Ready\n",
            "Connections:\nEnd of connections.\n",
            "Statistics for dummy device dummy:\n",
            "Nodes:\n alpha at MYSELF ",
            "End of nodes.\nEdges:\nEnd of edges.\nSubnet list:\nEnd of subnet list.\n",
            "Got INT signal\nTemporarily setting debug level to 5.",
            "Got ALRM signal\n",
            "Purging unreachable nodes\n",
            "Got HUP signal\n",
            "PingInterval keeps its value until the next start\n",
            "Got HUP signal\n",
            file + ":5: MACLength: ",
            "Unable to reread configuration file, going on with what was read.\n",
            "Terminating\n");
  }

  @Test
  void whatTheCommandLineSaysOutlivesAReload() throws Exception {
    makeKeys();
    var seen = new SeenStream("Ready");
    Daemon daemon =
        new Daemon(
            line("-D", "-oSubnet=10.7.0.0/16", "-oPingInterval=77"), List.of(), stream(seen));
    daemon.ask(Request.RELOAD);
    daemon.ask(Request.DUMP_STATE);
    CompletableFuture<Integer> status = running(daemon);
    seen.await("End of subnet list.");
    daemon.requestStop();
    assertThat(status.get(30, TimeUnit.SECONDS)).isZero();
    assertThat(text(seen.bytes))
        .containsSubsequence("Got HUP signal\n", " 10.7.0.0/16#10 owner alpha\n")
        .doesNotContain("keeps its value until the next start");
  }

  @Test
  void whatIsAskedTwiceBeforeItIsDoneIsDoneOnceAndAStopComesFirst() throws Exception {
    makeKeys();
    Daemon daemon = daemon("-D");
    daemon.ask(Request.DUMP_CONNECTIONS);
    daemon.requestStop();
    assertThat(daemon.run()).isZero();
    assertThat(text(err)).contains("Ready\n").doesNotContain("Connections:");

    var seen = new SeenStream("End of subnet list.");
    daemon = new Daemon(line("-D"), List.of(), stream(seen));
    daemon.ask(Request.DUMP_CONNECTIONS);
    daemon.ask(Request.DUMP_CONNECTIONS);
    daemon.ask(Request.DUMP_STATE);
    CompletableFuture<Integer> status = running(daemon);
    seen.found.get(30, TimeUnit.SECONDS);
    daemon.requestStop();
    assertThat(status.get(30, TimeUnit.SECONDS)).isZero();
    assertThat(text(seen.bytes)).containsOnlyOnce("Connections:");
  }

  @Test
  void aLogFileTakesTheLinesInsteadOfStandardError() throws Exception {
    makeKeys();
    Path log = directory.resolve("log");
    Daemon daemon = daemon("-D", "--logfile=" + log);
    daemon.requestStop();
    assertThat(daemon.run()).isZero();
    assertThat(text(err)).isEmpty();
    assertThat(contentOf(log.toFile()))
        .containsPattern("(?m)^[-0-9]+ [:0-9]+ tinc\\[\\d+]: Ready$");
  }

  @Test
  void aLogFileThatCannotBeOpenedDoesNotKeepTheNodeFromRunning() throws Exception {
    makeKeys();
    Daemon daemon = daemon("-D", "--logfile=" + directory.resolve("missing/log"));
    daemon.requestStop();
    assertThat(daemon.run()).isZero();
    assertThat(text(err)).contains("Could not open log file ", "No such file", "Ready\n");
  }

  private void makeKeys() {
    assertThat(run("-K1024", "-c" + directory)).isZero();
    err.reset();
  }

  private void script(String name, String commands) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + commands + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private Daemon daemon(String... words) throws IOException {
    return new Daemon(line(words), List.of(), stream(err));
  }

  /** Runs it on a thread of its own, as the common pool may have only one. */
  private static CompletableFuture<Integer> running(Daemon daemon) {
    return CompletableFuture.supplyAsync(daemon::run, run -> new Thread(run, "daemon").start());
  }

  private CommandLine line(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("-c" + directory);
    all.add("--pidfile=" + directory.resolve("pid"));
    try {
      return CommandLine.parse(all);
    } catch (UsageException e) {
      throw new AssertionError(e);
    }
  }

  private int run(String... words) {
    return Main.run(List.of(words), stream(out), stream(err));
  }

  private static PrintStream stream(OutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Remembers what is written and says when a text has been. */
  private static final class SeenStream extends OutputStream {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final CompletableFuture<Void> found = new CompletableFuture<>();
    private final String wanted;

    SeenStream(String wanted) {
      this.wanted = wanted;
    }

    synchronized void await(String text) throws InterruptedException {
      while (!text(bytes).contains(text)) {
        wait();
      }
    }

    @Override
    public synchronized void write(int value) {
      bytes.write(value);
      notifyAll();
      if (text(bytes).contains(wanted)) {
        found.complete(null);
      }
    }
  }
}
