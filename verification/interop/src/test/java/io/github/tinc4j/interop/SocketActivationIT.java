package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.testkit.Prerequisite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A daemon that is started with sockets that listen already, as systemd does it. */
@InteropTest
class SocketActivationIT {

  private static final int COUNT = 40;

  /** Opens a socket for each port, from descriptor 3 on, and becomes the daemon. */
  private static final String LAUNCHER =
      String.join(
          "\n",
          "use strict; use Socket; use POSIX ();",
          "$^F = 100;", // what is opened stays open in the daemon
          "my $fd = 3; my @kept;",
          "for my $port (split /,/, shift) {",
          "  socket(my $s, PF_INET, SOCK_STREAM, 0) or die $!;",
          "  setsockopt($s, SOL_SOCKET, SO_REUSEADDR, 1) or die $!;",
          "  bind($s, sockaddr_in($port, INADDR_ANY)) or die $!;",
          "  listen($s, 5) or die $!;",
          "  POSIX::dup2(fileno($s), $fd++) or die $!;",
          "  push @kept, $s;",
          "}",
          "$ENV{LISTEN_PID} = $$; $ENV{LISTEN_FDS} = @kept;",
          "exec @ARGV or die $!;");

  private static List<String> launcher(String ports) {
    return new ArrayList<>(List.of("perl", "-e", LAUNCHER, ports));
  }

  @ParameterizedTest
  @CsvSource({"JAR", "TINCD"})
  void connectionsComeBySocketsThatWereHandedOver(Kind kind, Mesh mesh) throws IOException {
    Prerequisite.program("perl");
    Node activated = mesh.node("activated");
    Node real = mesh.node("real").dials(activated);
    Node second = mesh.node("second").dials(activated);
    activated.addressInstead(activated.host().ipv4() + " 7001");
    Daemon program = activated.launch(kind, launcher("7001,7002"));
    program.await(kind.ready);
    Daemon theirs = real.start(Kind.TINCD);
    theirs.await("Connection with activated \\(.* port 7001\\) activated");
    real.awaitPing(activated);
    real.awaitUdp(activated);
    assertThat(Ping.send(real.host(), activated.vpn4(), COUNT).lost()).isZero();

    Path file = second.directory().path().resolve("hosts/activated");
    Files.writeString(file, Files.readString(file).replace("7001", "7002"));
    second.start(Kind.TINCD);
    second.awaitPing(activated);
    assertThat(activated.host().listening()).contains(":7001 ", ":7002 ").doesNotContain(":655 ");
    assertThat(program.terminate()).isZero();
  }

  @Test
  void socketsForAnotherProcessAreLeftAlone(Mesh mesh) {
    Prerequisite.program("perl");
    Node node = mesh.node("node");
    List<String> command = launcher("7001");
    command.addAll(List.of("env", "LISTEN_PID=1"));
    node.launch(Kind.JAR, command).await(Kind.JAR.ready);
    assertThat(node.host().listening()).contains(":655 ");
  }
}
