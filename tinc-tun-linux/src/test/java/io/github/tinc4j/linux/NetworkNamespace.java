package io.github.tinc4j.linux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.NullMarked;

/** A network namespace of its own for a test. */
@NullMarked
final class NetworkNamespace {

  private final String name =
      "t4j-" + ProcessHandle.current().pid() + "-" + Long.toString(System.nanoTime(), 36);

  NetworkNamespace() throws Exception {
    Shell.must(List.of("ip", "netns", "add", name));
  }

  /** Moves an interface in here, gives it addresses with their prefix lengths, and sets it up. */
  void take(String interfaceName, String... addresses) throws Exception {
    Shell.must(List.of("ip", "link", "set", interfaceName, "netns", name));
    for (String address : addresses) {
      must("ip", "address", "add", address, "dev", interfaceName, "nodad");
    }
    must("ip", "link", "set", interfaceName, "up");
  }

  /**
   * Does something in here, on a thread of its own. A socket that is opened here stays here,
   * whoever uses it.
   */
  <T> T call(Callable<T> action) throws Exception {
    return Background.call(
            () -> {
              Setns.enter(Path.of("/run/netns", name));
              return action.call();
            })
        .get();
  }

  /** Runs a program in here. */
  Shell.Result run(String... command) throws Exception {
    return Shell.run(inside(command));
  }

  /** Runs a program in here that must succeed; what it printed. */
  String must(String... command) throws Exception {
    return Shell.must(inside(command));
  }

  private List<String> inside(String... command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
    all.addAll(List.of(command));
    return all;
  }

  /** Removes it and what is in it. */
  void remove() throws Exception {
    Shell.must(List.of("ip", "netns", "delete", name));
  }
}
