package io.github.tinc4j.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Proxies that are in use, each as it runs on a host, at port {@value #PORT}. */
enum RealProxy {
  /** SOCKS 5 only; understands one request at a time. */
  MICROSOCKS("microsocks", "socks5 %s 1080") {
    @Override
    Daemon runOn(Node node) {
      return node.run(program(), List.of(program(), "-p", PORT));
    }
  },
  /** The same for those who know a password. */
  MICROSOCKS_WITH_LOGIN("microsocks", "socks5 %s 1080 joe open sesame") {
    @Override
    Daemon runOn(Node node) {
      return node.run(program(), List.of(program(), "-p", PORT, "-u", "joe", "-P", "open sesame"));
    }
  },
  DANTE_SOCKS4("danted", "socks4 %s 1080 joe") {
    @Override
    Daemon runOn(Node node) {
      return runDante(node);
    }
  },
  DANTE_SOCKS4A("danted", "socks4a %s 1080") {
    @Override
    Daemon runOn(Node node) {
      return runDante(node);
    }
  },
  DANTE_SOCKS5("danted", "socks5 %s 1080") {
    @Override
    Daemon runOn(Node node) {
      return runDante(node);
    }
  },
  /** HTTP; answers CONNECT in version 1.0. */
  TINYPROXY("tinyproxy", "http %s 1080") {
    @Override
    Daemon runOn(Node node) {
      Path file =
          configuration(node, "Port " + PORT, "LogLevel Connect", "ConnectPort 655", "Timeout 600");
      Daemon daemon = node.run(program(), List.of(program(), "-d", "-c", file.toString()));
      daemon.await("Accepting connections|done sending stored logs");
      return daemon;
    }
  };

  private static final String PORT = "1080";

  private final String program;
  private final String variable;

  RealProxy(String program, String variable) {
    this.program = program;
    this.variable = variable;
  }

  /** The program that it is. */
  String program() {
    return program;
  }

  /** The value of {@code Proxy} for who is to use it. */
  String variable(Host host) {
    return variable.formatted(host.ipv4());
  }

  /** Runs it on the host of {@code node}, to the end of the mesh. */
  abstract Daemon runOn(Node node);

  private static Daemon runDante(Node node) {
    Path file =
        configuration(
            node,
            "logoutput: stdout",
            "internal: " + node.host().ipv4() + " port = " + PORT,
            "external: eth0",
            "clientmethod: none",
            "socksmethod: none",
            "user.privileged: root",
            "user.unprivileged: nobody",
            "client pass { from: 0.0.0.0/0 to: 0.0.0.0/0",
            "}",
            "socks pass { from: 0.0.0.0/0 to: 0.0.0.0/0",
            "log: connect error",
            "}");
    Daemon daemon = node.run("danted", List.of("danted", "-f", file.toString()));
    daemon.await("running");
    return daemon;
  }

  private static Path configuration(Node node, String... lines) {
    try {
      Files.createDirectories(node.directory().path());
      return Files.writeString(
          node.directory().path().resolve("proxy.conf"), String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
