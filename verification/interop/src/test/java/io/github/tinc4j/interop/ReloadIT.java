package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Signals to {@code tincd.jar} beside real daemons, and to those beside it (spec 40, 8). */
@InteropTest
class ReloadIT {

  @Test
  void hupBringsConnectionsAndSubnetsAndTakesThemAndLeavesTheOthersAlone(Mesh mesh)
      throws IOException {
    Node stays = mesh.node("stays");
    Node comes = mesh.node("comes");
    Node java = mesh.node("java").dials(stays);
    Daemon kept = stays.start(Kind.TINCD);
    Daemon met = comes.start(Kind.TINCD);
    Path hosts = java.directory().path().resolve("hosts");
    String hostFile = Files.readString(hosts.resolve("comes"));
    Files.delete(hosts.resolve("comes"));
    Daemon ours = java.start(Kind.JAR);
    java.awaitPing(stays);

    int mark = kept.log().mark();
    Files.writeString(hosts.resolve("comes"), hostFile);
    append(java.directory().path().resolve("tinc.conf"), "ConnectTo = comes\n");
    append(hosts.resolve("java"), "Subnet = 10.98.0.0/16\n");
    ours.signal("HUP");
    met.await("Connection with java .* activated");
    java.awaitPing(comes);
    kept.log().await("Got ADD_SUBNET from java", mark);
    assertThat(kept.dump()).contains(" 10.98.0.0/16#10 owner java");

    int second = kept.log().mark();
    int secondMet = met.log().mark();
    Files.delete(hosts.resolve("comes"));
    Files.writeString(
        hosts.resolve("java"),
        Files.readString(hosts.resolve("java")).replace("Subnet = 10.98.0.0/16\n", ""));
    ours.signal("HUP");
    met.log().await("Connection closed by java", secondMet);
    kept.log().await("Got DEL_SUBNET from java", second);
    java.awaitPing(stays);
    assertThat(kept.dump()).doesNotContain(" 10.98.0.0/16#10 owner java");
    assertThat(kept.log().since(mark))
        .noneMatch(line -> line.contains("Connection closed by java"))
        .noneMatch(line -> line.matches("Node java .* became unreachable"));
  }

  @Test
  void aHostFileThatSaysSomethingElseClosesItsConnectionAndOneThatIsOnlyNewerDoesNot(Mesh mesh)
      throws IOException {
    Node real = mesh.node("real");
    Node java = mesh.node("java").dials(real);
    Daemon theirs = real.start(Kind.TINCD);
    Daemon ours = java.start(Kind.JAR);
    java.awaitPing(real);

    Path file = java.directory().path().resolve("hosts/real");
    int mark = ours.log().mark();
    Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() + 60_000));
    ours.signal("HUP");
    ours.log().await("^Got HUP signal$", mark);
    // Answered when the reload is done, but two signals sent at once may come in either order.
    ours.signal("USR1");
    ours.log().await("End of connections", mark);
    assertThat(ours.log().since(mark)).noneMatch(line -> line.contains(" closed: "));
    append(file, "Weight = 77\n");
    int theirMark = theirs.log().mark();
    ours.signal("HUP");
    theirs.log().await("Connection with java .* activated", theirMark);
    java.awaitPing(real);
    ours.log().await(" closed: CLOSED_HERE", mark);
    assertThat(ours.log().since(mark))
        .filteredOn(line -> line.contains("closed: CLOSED_HERE"))
        .singleElement()
        .asString()
        .contains("Connection with real", "its host configuration has changed");
  }

  @Test
  void aMistakeInTheConfigurationIsSaidAndEverythingGoesOn(Mesh mesh) throws IOException {
    Node real = mesh.node("real");
    Node java = mesh.node("java").dials(real);
    real.start(Kind.TINCD);
    Daemon ours = java.start(Kind.JAR);
    java.awaitPing(real);
    int theirs = real.daemon().log().mark();
    int mark = ours.log().mark();
    append(java.directory().path().resolve("tinc.conf"), "Port\n");
    ours.signal("HUP");
    ours.log().await("tinc.conf:\\d+: Port: has no value", mark);
    ours.log().await("Unable to reread configuration file, going on", mark);
    java.awaitPing(real);
    assertThat(real.daemon().log().since(theirs))
        .noneMatch(line -> line.contains("closed by java"));
  }

  @Test
  void tincdMayReloadBesideUs(Mesh mesh) throws IOException {
    Node java = mesh.node("java");
    Node real = mesh.node("real").dials(java);
    Daemon ours = java.start(Kind.JAR);
    Daemon theirs = real.start(Kind.TINCD);
    real.awaitPing(java);

    int mark = theirs.log().mark();
    int ourMark = ours.log().mark();
    theirs.signal("HUP");
    theirs.log().await("Already connected to java", mark);
    real.awaitPing(java);
    assertThat(ours.log().since(ourMark)).noneMatch(line -> line.contains(" closed: "));

    // As if somebody had edited it: tincd looks at the time only, and meets us anew.
    mark = theirs.log().mark();
    Path file = real.directory().path().resolve("hosts/java");
    Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() + 5_000));
    theirs.signal("HUP");
    theirs.log().await("Connection with java .* activated", mark);
    real.awaitPing(java);
  }

  @Test
  void whatIsKnownOfTheMeshIsDumpedAsTincdDumpsIt(Mesh mesh) {
    Node real = mesh.node("real");
    Node java = mesh.node("java").dials(real);
    Daemon theirs = real.start(Kind.TINCD);
    Daemon ours = java.start(Kind.JAR);
    java.awaitPing(real);
    real.awaitUdp(java);
    List<String> said = ours.dump();
    List<String> expected = theirs.dump();
    assertThat(section(said, "Edges:")).isNotEmpty().isEqualTo(section(expected, "Edges:"));
    assertThat(section(said, "Subnet list:"))
        .hasSize(4)
        .isEqualTo(section(expected, "Subnet list:"));
    assertThat(section(said, "Nodes:"))
        .anyMatch(
            line ->
                line.matches(
                    " real at "
                        + real.host().ipv4()
                        + " port 655 cipher 427 digest 672 maclength 4 compression 0 options c"
                        + " status 001a nexthop real via real pmtu .*"));
    assertThat(java.dump(real).orElseThrow().via()).isEqualTo("real");

    int mark = ours.log().mark();
    ours.signal("USR1");
    ours.log().await("^End of connections\\.$", mark);
    assertThat(ours.log().since(mark))
        .anyMatch(line -> line.matches(" real at .* port 655 options c socket 0 status 00c2 .*"));
  }

  @Test
  void alrmAsksEveryNeighbourAndWinchAndIntAreTaken(Mesh mesh) {
    Node real = mesh.node("real");
    Node java = mesh.node("java").dials(real);
    // None that is due by itself comes as soon.
    java.directory().serverInstead("PingInterval", "60");
    Daemon theirs = real.start(Kind.TINCD);
    Daemon ours = java.run("tincd.jar", withoutD(java));
    ours.await("cannot detach itself: this one stays in the foreground");
    ours.await(Kind.JAR.ready);
    java.awaitPing(real);
    int mark = theirs.log().mark();
    ours.signal("ALRM");
    ours.log().await("Got ALRM signal", 0);
    theirs.log().await("Got PING from java", mark);
    ours.signal("WINCH");
    ours.log().await("Purging unreachable nodes", 0);
    ours.signal("INT");
    ours.log().await("Temporarily setting debug level to 5", 0);
    ours.signal("INT");
    ours.log().await("Reverting to old debug level \\(3\\)", 0);
    java.awaitPing(real);
  }

  @Test
  void signalsThatAreNotForItHarmNobody(Mesh mesh) {
    Node real = mesh.node("real");
    Node java = mesh.node("java").dials(real);
    real.start(Kind.TINCD);
    Daemon ours = java.start(Kind.JAR);
    java.awaitPing(real);
    int theirs = real.daemon().log().mark();
    ours.signal("PIPE");
    ours.signal("CHLD");
    // The JVM keeps this one for itself.
    ours.signal("QUIT");
    ours.await("^Full thread dump ");
    java.awaitPing(real);
    assertThat(real.daemon().log().since(theirs))
        .noneMatch(line -> line.contains("closed by java"));
  }

  /** As somebody starts it who means to have it in the background. */
  private static List<String> withoutD(Node node) {
    return Kind.JAR.command(node.directory().path()).stream()
        .filter(word -> !word.equals("-D"))
        .toList();
  }

  @Test
  void aSecondSigtermEndsTheDaemonAtOnce(Mesh mesh) {
    Node java = mesh.node("java");
    java.directory().script("tinc-down", "echo leaving >&2", "exec sleep 60");
    Daemon ours = java.start(Kind.JAR);
    ours.signal("TERM");
    ours.await("^leaving$");
    assertThat(ours.end("TERM")).isEqualTo(1);
  }

  @Test
  void theGraphIsWrittenAsTincdWritesIt(Mesh mesh) {
    Node real = mesh.node("real");
    Node java = mesh.node("java").dials(real);
    Node third = mesh.node("third").dials(real);
    for (Node node : List.of(real, java)) {
      node.server("GraphDumpFile", node.directory().path().resolve("graph").toString());
    }
    real.start(Kind.TINCD);
    third.start(Kind.TINCD);
    java.start(Kind.JAR);
    java.awaitPing(third);
    String theirs = awaitFile(real.directory().path().resolve("graph"));
    String ours = awaitFile(java.directory().path().resolve("graph"));
    assertThat(theirs).contains("\"java\" -> \"real\";", "\"third\" [label = \"third\"];");
    assertThat(ours).isEqualTo(theirs);
  }

  /** Each daemon writes it a minute after its start. */
  private static String awaitFile(Path file) {
    Poll.until(Duration.ofSeconds(75), () -> Files.exists(file), exists -> exists);
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }

  /** The lines of a list that follow its heading. */
  private static List<String> section(List<String> dump, String heading) {
    return dump.stream()
        .dropWhile(line -> !line.equals(heading))
        .skip(1)
        .takeWhile(line -> line.startsWith(" "))
        .toList();
  }
}
