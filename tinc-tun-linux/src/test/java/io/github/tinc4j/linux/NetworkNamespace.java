package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.testkit.Background;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/** A network namespace of its own for a test. */
@NullMarked
final class NetworkNamespace {

  private final String name =
      "t4j-" + ProcessHandle.current().pid() + "-" + Long.toString(System.nanoTime(), 36);

  NetworkNamespace() throws Exception {
    Shell.must(List.of("ip", "netns", "add", name));
  }

  /** What it is called. */
  String name() {
    return name;
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

  /** Begins to run a program in here; what it prints is to be read. */
  Process start(String... command) throws IOException {
    return new ProcessBuilder(inside(command)).redirectErrorStream(true).start();
  }

  /** Waits until what is sent at an interface leaves: not yet when it has only been set up. */
  void awaitUp(String interfaceName) throws Exception {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    String state = "/sys/class/net/" + interfaceName + "/operstate";
    while (!must("cat", state).strip().equals("up")) {
      assertThat(System.nanoTime()).as("%s is not up", interfaceName).isLessThan(deadlineNs);
    }
    // That was said before the queue was put to work; this waits for both.
    must("ip", "link", "set", interfaceName, "up");
  }

  /** Has packets routed from one interface to another, wherever they come from. */
  void forward() throws Exception {
    String settings =
        "echo 1 > ipv4/ip_forward; echo 1 > ipv6/conf/all/forwarding;"
            + " echo 1 > ipv4/conf/all/accept_local;"
            + " for each in ipv4/conf/*/rp_filter; do echo 0 > $each; done";
    must("sh", "-c", "cd /proc/sys/net && " + settings);
  }

  /**
   * Moves interfaces in here and makes one Ethernet of them. What goes in by one comes out by the
   * others as it is, and nothing comes from the kernel itself.
   */
  void bridge(String... interfaceNames) throws Exception {
    String quiet = "for each in all default; do echo 1 > ipv6/conf/$each/disable_ipv6; done";
    must("sh", "-c", "cd /proc/sys/net && " + quiet);
    must("ip", "link", "add", "br0", "type", "bridge", "mcast_snooping", "0");
    must("ip", "link", "set", "br0", "up");
    for (String interfaceName : interfaceNames) {
      take(interfaceName);
      must("ip", "link", "set", interfaceName, "master", "br0");
    }
  }

  /** How many packets, or groups of packets, an interface has got from its program. */
  long received(String interfaceName) throws Exception {
    String statistics = must("cat", "/proc/net/dev");
    Matcher line =
        Pattern.compile(Pattern.quote(interfaceName) + ":\\s*\\d+\\s+(\\d+)").matcher(statistics);
    assertThat(line.find()).as(statistics).isTrue();
    return Long.parseLong(line.group(1));
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
