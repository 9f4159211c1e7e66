package io.github.tinc4j.linux;

import io.github.tinc4j.testkit.Prerequisite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;

/** What a test needs of the machine. */
@NullMarked
final class Needs {

  /** {@code CAP_NET_ADMIN} and {@code CAP_SYS_ADMIN} ({@code linux/capability.h}). */
  private static final long CAPABILITIES = 1L << 12 | 1L << 21;

  private static final Path STATUS = Path.of("/proc/self/status");

  private Needs() {}

  /** That this process may make network namespaces, and interfaces in them. */
  static void namespaces() throws IOException {
    if (!mayAdministrate()) {
      Prerequisite.missing("root on Linux (CAP_NET_ADMIN, CAP_SYS_ADMIN)");
    }
    Prerequisite.program("ip");
  }

  /** That this process may make tun interfaces and network namespaces. */
  static void tunAndNamespaces() throws IOException {
    namespaces();
    if (!Files.exists(Path.of(TunOpener.DEFAULT_DEVICE))) {
      Prerequisite.missing(TunOpener.DEFAULT_DEVICE);
    }
    Prerequisite.program("ping");
    Prerequisite.program("setpriv");
  }

  /** That there is a VDE switch, and the library to connect to it. */
  static void vde() {
    Prerequisite.program("vde_switch");
    try {
      LibVdePlug unused = LibVdePlug.load();
    } catch (LinkageError e) {
      Prerequisite.missing("libvdeplug (libvdeplug2): " + e.getMessage());
    }
  }

  /** That the kernel cuts and joins UDP for tun interfaces. */
  static void udpOffload(String unusedName) {
    try (RawTun tun = new RawTun(unusedName, true, -1)) {
      if (!tun.grants(0x67)) {
        Prerequisite.missing("Linux 6.2, which can do UDP segmentation offload for tun interfaces");
      }
    }
  }

  private static boolean mayAdministrate() throws IOException {
    if (!Files.exists(STATUS)) {
      return false;
    }
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith("CapEff:")) {
        long effective = Long.parseUnsignedLong(line.substring("CapEff:".length()).trim(), 16);
        return (effective & CAPABILITIES) == CAPABILITIES;
      }
    }
    return false;
  }
}
