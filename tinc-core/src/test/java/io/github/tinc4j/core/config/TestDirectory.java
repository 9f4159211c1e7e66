package io.github.tinc4j.core.config;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.api.config.NodeConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A configuration directory of a node "foo" with a key, to write into and to load. */
final class TestDirectory {

  /** 1024 bits: quick to make, and it protects nothing. */
  static final int KEY_BITS = 1024;

  private static final String SERVICES =
      """
      # a comment
      tinc    655/tcp    TINC alias # peer-to-peer VPN
      tinc    656/udp
      odd
      worse   x/tcp
      big     70000/tcp
      """;

  final Path root;
  Map<String, String> environment = Map.of();

  /** Whether there is a host system. */
  boolean hostSystem;

  private TestDirectory(Path root) {
    this.root = root;
  }

  /** A directory with a key and {@code tinc.conf} of {@code Name = foo} and these lines. */
  static TestDirectory with(Path root, String... lines) throws IOException {
    var directory = new TestDirectory(root);
    directory.write("tinc.conf", "Name = foo");
    directory.reader().generateKeys(KEY_BITS, List.of());
    return directory.write("tinc.conf", "Name = foo\n" + String.join("\n", lines) + "\n");
  }

  static TestDirectory empty(Path root) {
    return new TestDirectory(root);
  }

  TestDirectory write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text, StandardCharsets.UTF_8);
    return this;
  }

  /** Puts lines before the key in a host file. */
  TestDirectory prepend(String file, String lines) throws IOException {
    return write(file, lines + "\n" + text(file));
  }

  String text(String file) throws IOException {
    return Files.readString(root.resolve(file), StandardCharsets.ISO_8859_1);
  }

  DirectoryConfig reader() {
    return new DirectoryConfig(
        root,
        environment,
        () -> "host.example.org",
        () -> ServiceNames.parse(SERVICES),
        () -> hostSystem);
  }

  NodeConfig load(String... options) throws ConfigurationException {
    return reader().load(null, List.of(options));
  }

  HostConfig host(String name, String... options) throws ConfigurationException {
    HostConfig host = load(options).hosts().find(NodeName.of(name));
    if (host == null) {
      throw new AssertionError("no host " + name);
    }
    return host;
  }
}
