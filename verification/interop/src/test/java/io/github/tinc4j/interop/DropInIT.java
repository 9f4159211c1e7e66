package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.ConfigDirectory;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.api.config.NodeConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code tincd.jar} in the place of tincd, with nothing else changed. */
@InteropTest
class DropInIT {

  private static final List<String> SCRIPTS =
      List.of(
          "host-up", "host-down", "subnet-up", "subnet-down", "hosts/peer-up", "hosts/peer-down");

  @Test
  void oneDirectoryIsRunByTincdThenByUsThenByTincd(Mesh mesh) {
    Node peer = mesh.node("peer");
    Node swapped = mesh.node("swapped").dials(peer);
    Node third = mesh.node("third").dials(peer);
    peer.start(Kind.TINCD);
    third.start(Kind.TINCD);
    for (Kind kind : List.of(Kind.TINCD, Kind.JAR, Kind.TINCD)) {
      Daemon run = swapped.start(kind);
      swapped.awaitPing(peer);
      third.awaitPing(swapped);
      peer.awaitKeysWith(swapped);
      assertThat(Ping.send(third.host(), swapped.vpn6(), 10).lost()).isZero();
      assertThat(run.terminate()).as("exit status of %s", kind).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ipv4", "ipv6"})
  void scriptsRunInTheSameOrderWithTheSameVariables(String family, Mesh mesh) throws IOException {
    Node peer = mesh.node("peer");
    Node swapped = mesh.node("swapped").dials(peer);
    if (family.equals("ipv6")) {
      peer.addressInstead(peer.host().ipv6());
    }
    Path journal = swapped.directory().path().resolve("journal");
    String note =
        "{ echo \"== $(basename $0)\"; env | grep -E"
            + " '^(NETNAME|DEVICE|INTERFACE|NAME|NODE|SUBNET|WEIGHT|REMOTEADDRESS|REMOTEPORT)='"
            + " | LC_ALL=C sort; } >>"
            + journal;
    SCRIPTS.forEach(script -> swapped.directory().script(script, note));
    swapped.directory().addToScript("tinc-up", note);
    swapped.directory().script("tinc-down", note);

    String theirs = journalOf(Kind.TINCD, swapped, peer, journal);
    String ours = journalOf(Kind.JAR, swapped, peer, journal);
    assertThat(theirs).contains("== tinc-up", "== tinc-down", "== peer-up", "== subnet-down");
    String address = family.equals("ipv6") ? peer.host().ipv6() : peer.host().ipv4();
    assertThat(theirs).contains("REMOTEADDRESS=" + address + "\n");
    assertThat(ours).isEqualTo(theirs);
  }

  private static String journalOf(Kind kind, Node swapped, Node peer, Path journal)
      throws IOException {
    peer.start(Kind.TINCD);
    swapped.start(kind);
    swapped.awaitPing(peer);
    peer.daemon().terminate();
    Poll.until(Duration.ofSeconds(60), () -> count(journal, "== subnet-down"), found -> found == 2);
    swapped.daemon().terminate();
    String text = Files.readString(journal);
    Files.delete(journal);
    return text;
  }

  private static long count(Path file, String line) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.filter(line::equals).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void tincdRunsOnKeysThatWeGenerated(Mesh mesh) {
    Node a = mesh.node("a", RsaKeys.generatedByUs());
    Node b = mesh.node("b", RsaKeys.generatedByUs()).dials(a);
    a.start(Kind.TINCD);
    b.start(Kind.TINCD);
    a.awaitPing(b);
  }

  @Test
  void aKeyThatTincdGeneratedIsUsedHereAndTheOneBeforeIsNot(@TempDir Path root) throws IOException {
    Files.writeString(root.resolve("tinc.conf"), "Name = foo\n");
    ConfigDirectory directory = ConfigDirectory.of(root);
    directory.generateKeys(2048, List.of());
    RSAKey ours = directory.load(null, List.of()).privateKey();
    Command.run(Kind.TINCD_PATH, "-c", root.toString(), "-K2048");
    NodeConfig config = directory.load(null, List.of());
    RSAKey theirs = config.privateKey();
    assertThat(theirs.getModulus()).isNotEqualTo(ours.getModulus());
    assertThat(config.hosts().find(NodeName.of("foo")))
        .extracting(HostConfig::publicKey)
        .extracting(RSAKey::getModulus)
        .isEqualTo(theirs.getModulus());
    assertThat(Files.readString(root.resolve("rsa_key.priv")))
        .containsOnlyOnce("BEGIN OLD PRIVATE KEY");
  }
}
