package io.github.tinc4j.core.node;

import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.mesh.SubnetOrder;
import io.github.tinc4j.core.script.ScriptRunner;
import io.github.tinc4j.spi.TunDevice;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The scripts of one node, with the variables that are the same for all (spec 40, 7). */
final class Scripts {

  private final @Nullable Path directory;
  private volatile @Nullable ScriptRunner runner;
  private final NodeConfig config;
  private final Map<String, String> common = new LinkedHashMap<>();
  private final Blocking blocking;

  Scripts(NodeConfig config, TunDevice device, Blocking blocking) {
    this.directory = config.scriptDirectory();
    this.config = config;
    this.blocking = blocking;
    String netName = config.netName();
    common.put("NETNAME", netName == null ? "" : netName);
    common.put("DEVICE", device.deviceName());
    common.put("INTERFACE", device.interfaceName());
    common.put("NAME", config.name().value());
    interpretBy(config.scriptsInterpreter());
  }

  /** Scripts that are begun from now on run by {@code interpreter}, or as the system decides. */
  void interpretBy(@Nullable String interpreter) {
    runner = directory == null ? null : new ScriptRunner(directory, interpreter);
  }

  /** Runs a script elsewhere, after those before it. */
  void runLater(String script, Map<String, String> environment) {
    if (directory != null && !blocking.inOrder(() -> run(script, environment))) {
      System.getLogger("io.github.tinc4j")
          .log(System.Logger.Level.WARNING, "too many scripts are waiting, left out: {0}", script);
    }
  }

  /** {@code tinc-up} and {@code subnet-up} of our own subnets; returns when they have run. */
  void runUp() {
    run("tinc-up", Map.of());
    runOwnSubnets("subnet-up", config.subnets());
  }

  /** {@code subnet-down} of our own subnets as they are at the end; some were added meanwhile. */
  void runOwnSubnetsDown(Collection<Subnet> subnets) {
    runOwnSubnets("subnet-down", subnets);
  }

  /** {@code tinc-down}. */
  void runDown() {
    run("tinc-down", Map.of());
  }

  private void runOwnSubnets(String script, Collection<Subnet> subnets) {
    SortedSet<Subnet> inOrder = new TreeSet<>(SubnetOrder.LOOKUP);
    inOrder.addAll(subnets);
    for (Subnet subnet : inOrder) {
      run(
          script,
          Map.of(
              "NODE", config.name().value(),
              "SUBNET", subnet.addressText(),
              "WEIGHT", Integer.toString(subnet.weight())));
    }
  }

  private void run(String script, Map<String, String> environment) {
    ScriptRunner present = runner;
    if (present != null) {
      Map<String, String> all = new LinkedHashMap<>(common);
      all.putAll(environment);
      present.run(script, all);
    }
  }
}
