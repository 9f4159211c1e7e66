package io.github.tinc4j.core.node;

import io.github.tinc4j.api.TincException;
import io.github.tinc4j.api.TincNode;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.data.Counters;
import io.github.tinc4j.core.data.DataPlane;
import io.github.tinc4j.core.data.PacketLane;
import io.github.tinc4j.core.data.UdpSockets;
import io.github.tinc4j.core.device.Devices;
import io.github.tinc4j.core.engine.Engine;
import io.github.tinc4j.core.forward.ForwardingCell;
import io.github.tinc4j.core.forward.PuntQueue;
import io.github.tinc4j.core.io.CommandQueue;
import io.github.tinc4j.core.io.ControlLoop;
import io.github.tinc4j.core.io.Dialler;
import io.github.tinc4j.core.io.EffectRunner;
import io.github.tinc4j.core.io.HostSystems;
import io.github.tinc4j.core.io.ListenSockets;
import io.github.tinc4j.core.io.LocalAddresses;
import io.github.tinc4j.core.io.Lookups;
import io.github.tinc4j.core.io.MetaSockets;
import io.github.tinc4j.core.io.TunInLoop;
import io.github.tinc4j.core.io.UdpInLoop;
import io.github.tinc4j.core.io.UdpProviders;
import io.github.tinc4j.core.script.GraphDumpFile;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.HostSystem;
import io.github.tinc4j.spi.NodeProvider;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.spi.UdpTransport;
import java.io.IOException;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Puts a node together from its parts; the only place that knows them all. */
final class Assembly {

  private static final int CONTROL_LANE = 0;
  private static final int DEVICE_LANE = 1;
  private static final int FIRST_UDP_LANE = 2;
  private static final int MOST_PUNTS = 4096;

  /** Of Linux, and no more than other systems have. */
  private static final int LONGEST_INTERFACE_NAME = 15;

  private static final long MOST_PUNT_BYTES = 4 << 20;

  /** What to undo, last first, when a step fails. */
  private final Deque<AutoCloseable> undo = new ArrayDeque<>();

  private Assembly() {}

  /**
   * Starts a node in the order of spec 40, 8: device, {@code tinc-up}, sockets, threads.
   *
   * @throws TincException when a step fails; those before it are undone
   */
  static TincNode start(NodeProvider.Setup setup) throws TincException {
    var assembly = new Assembly();
    try {
      return assembly.build(setup);
    } catch (TincException | RuntimeException | Error e) {
      assembly.undo.forEach(Assembly::close);
      throw e;
    } catch (IOException e) {
      assembly.undo.forEach(Assembly::close);
      throw new TincException("start failed", e);
    }
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      System.getLogger("io.github.tinc4j")
          .log(System.Logger.Level.DEBUG, "while undoing a failed start", e);
    }
  }

  private TincNode build(NodeProvider.Setup setup) throws IOException {
    NodeConfig config = setup.config();
    TunDevice given = setup.device();
    if (given != null) {
      undo.push(given);
    }
    // Settings are checked before anything is opened, with a port that stands for the real one.
    Engine.check(config);
    HostSystem host = HostSystems.of(config);
    NodeThreads threads = NodeThreads.of(host, config.processPriority());

    TunDevice device = given == null ? Devices.open(deviceSpec(config)) : given;
    undo.push(device);
    var blocking = new Blocking(threads);
    undo.push(blocking::end);
    var scripts = new Scripts(config, device, blocking);
    undo.push(scripts::runDown);
    undo.push(() -> scripts.runOwnSubnetsDown(config.subnets()));
    scripts.runUp();

    ListenSockets listening =
        ListenSockets.open(config, UdpProviders.choose(config.portableUdp(), host), host);
    undo.push(listening);
    Selector selector = Selector.open();
    undo.push(selector);

    var counters = new Counters();
    var tables = new ForwardingCell();
    var punts = new PuntQueue(MOST_PUNTS, MOST_PUNT_BYTES, selector::wakeup);
    var udp = new UdpSockets(listening.udp());
    var plane = new DataPlane(config, tables, punts, device, udp, counters, new LocalAddresses());

    var published = new Published();
    var events =
        new EventThread(setup.listeners(), setup.callbackExecutor(), EventThread.PATIENCE, threads);
    var graphs = new GraphDumpFile();
    var commands = new CommandQueue(selector);
    var dialler = new Dialler(listening, host, config.bindToInterface());
    var sockets = new MetaSockets(selector, dialler, commands);
    var effects =
        new EffectRunner(
            tables,
            published::publish,
            events::publish,
            scripts::runLater,
            (target, text) -> dumpLater(target, text, graphs, blocking),
            new Lookups(blocking),
            new PacketLane(CONTROL_LANE, plane),
            counters,
            sockets,
            commands);
    var failure = new Failure();
    int port = config.announcedPort(listening.addresses().get(0).getPort());
    var engine = new Engine(config, port, effects, new SecureRandom(), System.nanoTime());
    var control = new ControlLoop(selector, listening, sockets, commands, punts, engine, failure);
    var tunIn = new TunInLoop(device, new PacketLane(DEVICE_LANE, plane), failure);
    List<UdpInLoop> udpIn = udpLoops(listening.udp(), plane, failure);

    var node =
        new DefaultTincNode(
            config,
            published,
            counters,
            listening,
            events,
            new Lifecycle(device, scripts, listening, control, tunIn, udpIn, blocking, threads),
            new Commands(control),
            scripts,
            dialler,
            threads);
    failure.attach(node::fail);
    node.start();
    return node;
  }

  private static void dumpLater(
      String target, String text, GraphDumpFile graphs, Blocking blocking) {
    try {
      blocking.execute(() -> graphs.write(target, text));
    } catch (RejectedExecutionException e) {
      System.getLogger("io.github.tinc4j")
          .log(System.Logger.Level.WARNING, "too much is waiting, the graph is not written");
    }
  }

  /** The device that is set. */
  static DeviceSpec deviceSpec(NodeConfig config) {
    String name = config.interfaceName();
    // Spec 40, 10: a packet socket wants an interface that is there, not one named after the net.
    boolean namedAfterNet = name == null && !"raw_socket".equals(config.deviceType());
    return new DeviceSpec(
        config.deviceType(),
        config.device(),
        namedAfterNet ? asInterfaceName(config.netName()) : name,
        config.mode(),
        config.offload(),
        config.vdePort(),
        config.vdeGroup());
  }

  /** A net name may be longer than the name of an interface: it is cut, as tincd does. */
  private static @Nullable String asInterfaceName(@Nullable String netName) {
    return netName == null || netName.length() <= LONGEST_INTERFACE_NAME
        ? netName
        : netName.substring(0, LONGEST_INTERFACE_NAME);
  }

  private static List<UdpInLoop> udpLoops(
      List<UdpTransport> transports, DataPlane plane, Failure failure) {
    List<UdpInLoop> loops = new ArrayList<>();
    for (int i = 0; i < transports.size(); i++) {
      var lane = new PacketLane(FIRST_UDP_LANE + i, plane);
      loops.add(new UdpInLoop(transports.get(i), i, lane, failure));
    }
    return loops;
  }
}
