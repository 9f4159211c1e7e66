package io.github.tinc4j.examples.embed;

import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.MeshListener;
import io.github.tinc4j.api.TincException;
import io.github.tinc4j.api.TincNode;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;

/**
 * Joins the mesh of a tinc configuration directory and answers from its subnet table: each address
 * typed is looked up; end of input leaves the mesh.
 *
 * <p>Usage: {@code embed-in-app DIRECTORY}, where {@code DIRECTORY} is what {@code tincd -c} takes.
 * A {@code tun} device needs {@code CAP_NET_ADMIN}; with {@code DeviceType = dummy} in its {@code
 * tinc.conf} nothing does. Exit status: 0 after the end of input, 1 when the node cannot start, 2
 * for wrong arguments.
 */
public final class EmbedInApp {

  private EmbedInApp() {}

  /** Runs until the end of standard input. */
  public static void main(String[] args) {
    System.exit(run(List.of(args), System.in, System.out, System.err));
  }

  static int run(List<String> args, InputStream in, PrintStream out, PrintStream err) {
    if (args.size() != 1) {
      err.println("usage: embed-in-app DIRECTORY");
      return 2;
    }
    try (TincNode node = join(Path.of(args.get(0)), out);
        Scanner input = new Scanner(in, StandardCharsets.UTF_8)) {
      out.println(node.name() + " listens on " + node.listenAddresses());
      while (input.hasNext()) {
        out.println(ownerOf(input.next(), node));
      }
      return 0;
    } catch (TincException e) {
      err.println(e.getMessage());
      return 1;
    }
  }

  private static String ownerOf(String address, TincNode node) {
    try {
      return node.subnets()
          .lookup(InetAddress.getByName(address))
          .map(found -> found.owner() + " by " + found.subnet())
          .orElse("nobody");
    } catch (UnknownHostException e) {
      return "no address: " + address;
    }
  }

  private static TincNode join(Path directory, PrintStream out) throws TincException {
    return TincNode.builder()
        .configDirectory(directory)
        .listener(
            new MeshListener() {
              @Override
              public void nodeReachable(MeshEvent.NodeReachable e) {
                out.println(e.node() + " is reachable via " + e.via());
              }

              @Override
              public void nodeUnreachable(MeshEvent.NodeUnreachable e) {
                out.println(e.node() + " is unreachable");
              }

              @Override
              public void subnetAdded(MeshEvent.SubnetAdded e) {
                out.println(e.owner() + " owns " + e.subnet());
              }

              @Override
              public void connectionClosed(MeshEvent.ConnectionClosed e) {
                out.println("connection with " + e.peer() + " closed: " + e.reason());
              }
            })
        .start();
  }
}
