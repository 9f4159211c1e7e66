package io.github.tinc4j.benchmarks;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.api.OwnedSubnet;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.config.BroadcastMode;
import io.github.tinc4j.api.config.ForwardingMode;
import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.core.forward.ForwardingTable;
import io.github.tinc4j.core.forward.PeerPath;
import io.github.tinc4j.core.route.Ethernet;
import io.github.tinc4j.core.route.RateLimit;
import io.github.tinc4j.core.route.RouteSettings;
import io.github.tinc4j.core.route.RouteSink;
import io.github.tinc4j.core.route.Router;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Deciding where packets from the device go (spec 30, 7 and 9), each to another node. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RouteBenchmark {

  private static final int FRAME = 1451;
  private static final int PACKETS = 64;
  private static final int HEADROOM = 32;
  private static final int LAST_BYTE = 250;
  private static final byte UDP = 17;

  /** How many other nodes there are, each with one subnet per IP version. */
  @Param({"1", "1000"})
  public int nodes;

  /** The IP version. */
  @Param({"4", "6"})
  public int version;

  private final byte[][] frames = new byte[PACKETS][];
  private final CountingSink sink = new CountingSink();
  private final Router router =
      Router.of(
          new RouteSettings(
              RoutingMode.ROUTER,
              ForwardingMode.INTERNAL,
              BroadcastMode.MST,
              false,
              false,
              false,
              true),
          new RateLimit(3),
          to -> null,
          null,
          sink);
  private ForwardingTable table = ForwardingTable.EMPTY;

  /** Builds the mesh, and a packet for each of its first nodes. */
  @Setup
  public void buildMesh() {
    List<PeerPath> peers = new ArrayList<>();
    List<OwnedSubnet> subnets = new ArrayList<>();
    for (int i = 0; i <= nodes; i++) {
      NodeName name = NodeName.of("n" + i);
      var options = new NodeOptions(NodeOptions.PMTU_DISCOVERY | NodeOptions.CLAMP_MSS);
      peers.add(new PeerPath(i, name, true, options, i, i, FRAME, FRAME, null, -1, null, null));
      String host = i / LAST_BYTE + "." + i % LAST_BYTE;
      subnets.add(new OwnedSubnet(Subnet.parse("10." + host + ".0/24"), name));
      subnets.add(new OwnedSubnet(Subnet.parse("fd00:" + Integer.toHexString(i) + "::/32"), name));
    }
    table = new ForwardingTable(peers, subnets, new int[0], List.of());
    for (int i = 0; i < PACKETS; i++) {
      int owner = 1 + i % nodes;
      frames[i] = version == 4 ? ipv4(owner) : ipv6(owner);
    }
    if (route() != PACKETS) {
      throw new IllegalStateException("packets are not routed");
    }
  }

  private static byte[] ipv4(int owner) {
    ByteBuffer frame = ByteBuffer.allocate(HEADROOM + FRAME);
    frame.position(HEADROOM + 12).putShort((short) Ethernet.IPV4);
    frame.put((byte) 0x45).put((byte) 0).putShort((short) (FRAME - Ethernet.HEADER)).putInt(0);
    frame.put((byte) 64).put(UDP).putShort((short) 0).put(new byte[] {10, 0, 0, 1});
    frame.put(new byte[] {10, (byte) (owner / LAST_BYTE), (byte) (owner % LAST_BYTE), 1});
    return frame.array();
  }

  private static byte[] ipv6(int owner) {
    ByteBuffer frame = ByteBuffer.allocate(HEADROOM + FRAME);
    frame.position(HEADROOM + 12).putShort((short) Ethernet.IPV6);
    frame.putInt(0x60000000).putShort((short) (FRAME - Ethernet.HEADER - 40)).put(UDP);
    frame.put((byte) 64).putShort((short) 0xfd00).putLong(0).putInt(0).putShort((short) 1);
    frame.putShort((short) 0xfd00).putShort((short) owner).putLong(0).putInt(1);
    return frame.array();
  }

  /** Routes 64 packets. */
  @Benchmark
  @OperationsPerInvocation(PACKETS)
  public long route() {
    long before = sink.sent;
    for (byte[] frame : frames) {
      router.route(table, Router.SELF, frame, HEADROOM, FRAME, 0);
    }
    return sink.sent - before;
  }

  private static final class CountingSink implements RouteSink {

    private long sent;

    @Override
    public boolean macSeen(long address) {
      return true;
    }

    @Override
    public void deliver(byte[] frame, int offset, int length) {}

    @Override
    public void send(int node, byte[] frame, int offset, int length) {
      sent++;
    }

    @Override
    public void drop(DropReason reason) {}
  }
}
