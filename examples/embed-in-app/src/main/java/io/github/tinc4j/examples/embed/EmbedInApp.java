package io.github.tinc4j.examples.embed;

import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.MeshListener;
import io.github.tinc4j.api.TincException;
import io.github.tinc4j.api.TincNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Scanner;

/**
 * Joins the mesh of a tinc configuration directory and answers from its subnet table: each address
 * typed is looked up; end of input leaves the mesh.
 *
 * <p>Usage: {@code embed-in-app DIRECTORY}, where {@code DIRECTORY} is what {@code tincd -c} takes.
 * A {@code tun} device needs {@code CAP_NET_ADMIN}; with {@code DeviceType = dummy} in its {@code
 * tinc.conf} nothing does.
 */
public final class EmbedInApp {

  private EmbedInApp() {}

  /** Runs until the end of standard input. */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: embed-in-app DIRECTORY");
      return;
    }
    try (TincNode node = join(Path.of(args[0]));
        Scanner input = new Scanner(System.in, "UTF-8")) {
      System.out.println(node.name() + " listens on " + node.listenAddresses());
      while (input.hasNext()) {
        InetAddress address = InetAddress.getByName(input.next());
        System.out.println(
            node.subnets()
                .lookup(address)
                .map(found -> found.owner() + " by " + found.subnet())
                .orElse("nobody"));
      }
    }
  }

  private static TincNode join(Path directory) throws TincException {
    return TincNode.builder()
        .configDirectory(directory)
        .listener(
            new MeshListener() {
              @Override
              public void nodeReachable(MeshEvent.NodeReachable e) {
                System.out.println(e.node() + " is reachable via " + e.via());
              }

              @Override
              public void nodeUnreachable(MeshEvent.NodeUnreachable e) {
                System.out.println(e.node() + " is unreachable");
              }

              @Override
              public void subnetAdded(MeshEvent.SubnetAdded e) {
                System.out.println(e.owner() + " owns " + e.subnet());
              }

              @Override
              public void connectionClosed(MeshEvent.ConnectionClosed e) {
                System.out.println("connection with " + e.peer() + " closed: " + e.reason());
              }
            })
        .start();
  }
}
