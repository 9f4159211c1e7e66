package io.github.tinc4j.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Nodes on one {@link Underlay}. A test gets one as a parameter (see {@link InteropTest}), adds
 * nodes and says who dials whom; at the first start all directories are written.
 */
final class Mesh implements AutoCloseable {

  private final Path directory;
  private final Underlay underlay = new Underlay();
  private final List<Node> nodes = new ArrayList<>();
  private boolean written;

  Mesh() {
    try {
      directory = Files.createTempDirectory("interop");
    } catch (IOException e) {
      underlay.close();
      throw new UncheckedIOException(e);
    }
  }

  /** A new node on a new host. */
  Node node(String name) {
    return node(name, RsaKeys.get(nodes.size()));
  }

  /** A new node on a new host, with these keys. */
  Node node(String name, RsaKeys.Pair keys) {
    Host host = underlay.host(name);
    Node node = new Node(this, name, host, new TincDirectory(directory.resolve(name), name, keys));
    node.host("Address", host.ipv4());
    nodes.add(node);
    return node;
  }

  void writeDirectories() {
    if (!written) {
      written = true;
      List<TincDirectory> all = nodes.stream().map(Node::directory).toList();
      all.forEach(each -> each.write(all));
    }
  }

  /** The end of what each program printed. */
  String logs() {
    StringBuilder text = new StringBuilder();
    for (Node node : nodes) {
      for (Daemon run : node.programs()) {
        text.append("---- ").append(run).append(run.isRunning() ? "" : " (ended)").append('\n');
        text.append(run.log().tail(60)).append('\n');
      }
    }
    return text.toString();
  }

  /** Ends all programs and removes all namespaces and files. */
  @Override
  public void close() {
    nodes.forEach(node -> node.programs().forEach(Daemon::close));
    underlay.close();
    try {
      Directories.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
