package io.github.tinc4j.linux;

import io.github.tinc4j.tun.OffHeap;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors of this process. Java does not tell that of a channel; but the kernel lists them
 * all and knows where each socket is bound, and a channel that holds its port has it alone. Any
 * thread.
 */
final class OwnDescriptors {

  private static final int NONE = -1;

  private final HostCalls calls;
  private final Path directory;

  OwnDescriptors(HostCalls calls) {
    this(calls, Path.of("/proc/self/fd"));
  }

  /** Those that are listed in {@code directory}. */
  OwnDescriptors(HostCalls calls, Path directory) {
    this.calls = calls;
    this.directory = directory;
  }

  /**
   * That of a socket.
   *
   * @param type {@code SOCK_STREAM} or {@code SOCK_DGRAM}
   * @param local where it is bound, as its channel says, which stays open until this returns
   * @throws IOException when there is none, or more than one, or they cannot be listed
   */
  int find(int type, InetSocketAddress local) throws IOException {
    var scratch = new OffHeap(HostSocket.SCRATCH);
    int found = NONE;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path each : all) {
        int fd = Integer.parseInt(directory.relativize(each).toString());
        // Others come and go meanwhile: what is closed is no socket.
        var socket = new HostSocket(calls, fd, scratch);
        if (isAt(local, socket.addressIfAny()) && socket.isOfType(type)) {
          if (found != NONE) {
            throw new IOException("more than one socket is bound to " + local);
          }
          found = fd;
        }
      }
    } catch (DirectoryIteratorException e) {
      throw new IOException("the descriptors in " + directory + " cannot be listed", e);
    }
    if (found == NONE) {
      throw new IOException("no socket that is bound to " + local + " is listed in " + directory);
    }
    return found;
  }

  /** Java may name the wildcard of either family. */
  private static boolean isAt(InetSocketAddress wanted, @Nullable InetSocketAddress bound) {
    return bound != null
        && bound.getPort() == wanted.getPort()
        && (bound.getAddress().equals(wanted.getAddress())
            || (bound.getAddress().isAnyLocalAddress() && wanted.getAddress().isAnyLocalAddress()));
  }
}
