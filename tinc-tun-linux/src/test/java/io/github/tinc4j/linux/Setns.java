package io.github.tinc4j.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import io.github.tinc4j.tun.NativeText;
import io.github.tinc4j.tun.OffHeap;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;

/** {@code setns(2)}: takes the calling thread, which must end there, into a network namespace. */
@NullMarked
final class Setns {

  // bits/sched.h
  private static final int CLONE_NEWNET = 0x40000000;

  private Setns() {}

  static void enter(Path namespace) throws IOException {
    SystemCalls calls = Libc.load();
    OffHeap path = NativeText.of(namespace.toString());
    try {
      int fd = calls.open(path.address(), TunOpener.O_CLOEXEC);
      int answer = fd < 0 ? -1 : Mapped.setns(fd, CLONE_NEWNET);
      String error = answer < 0 ? calls.errorText(calls.errno()) : "";
      if (fd >= 0) {
        calls.close(fd);
      }
      if (answer < 0) {
        throw new IOException("cannot enter " + namespace + ": " + error);
      }
    } finally {
      Reference.reachabilityFence(path);
    }
  }

  private static final class Mapped {

    static {
      Native.register(Mapped.class, NativeLibrary.getProcess());
    }

    private Mapped() {}

    static native int setns(int fd, int type);
  }
}
