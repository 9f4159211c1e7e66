package io.github.tinc4j.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.api.config.BroadcastMode;
import io.github.tinc4j.api.config.ForwardingMode;
import io.github.tinc4j.api.config.RoutingMode;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever the bytes, a frame comes to one of its ends and never to an exception. */
class RouterFuzzTest {

  private static final byte[][] VALID = {
    Packets.synIpv4("10.1.0.1", "10.3.0.1", 1, 1, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 2, 4, 5, 180),
    Packets.synIpv6("fd00:1::1", "fd00:3::1", 2, 4, 5, 180, 3, 3, 7),
    Packets.ipv4("10.1.0.1", "10.3.0.1", 17, Packets.counting(1400)),
    Packets.ipv4("10.1.0.1", "10.2.0.1", 17, 0x4000, new byte[4], Packets.counting(1400)),
    Packets.ipv6("fd00:1::1", "fd00:3::1", 58, Packets.counting(1400)),
    Packets.ipv4("10.1.0.1", "224.0.0.1", 1, Packets.counting(40)),
  };

  private static final Integer[] TYPES = {0x0800, 0x86DD, 0x0806, 0x8100};

  @Property(tries = 3000)
  void anyBytesComeToAnEnd(@ForAll long seed) {
    var random = new Random(seed);
    byte[] frame = new byte[random.nextInt(1519)];
    random.nextBytes(frame);
    if (frame.length >= 14 && random.nextInt(8) != 0) {
      NetworkOrder.put16(frame, 12, pick(random, TYPES));
      if (frame.length >= 18) {
        NetworkOrder.put16(frame, 16, pick(random, TYPES));
      }
    }
    assertComesToAnEnd(random, frame);
  }

  @Property(tries = 5000)
  void mutatedPacketsComeToAnEnd(@ForAll long seed) {
    var random = new Random(seed);
    byte[] valid = pick(random, VALID);
    byte[] frame = Packets.part(valid, 0, random.nextBoolean() ? valid.length : cut(random, valid));
    for (int i = random.nextInt(6); i > 0 && frame.length > 14; i--) {
      int at = 14 + random.nextInt(Math.min(frame.length - 14, 80));
      frame[at] = (byte) random.nextInt();
    }
    assertComesToAnEnd(random, frame);
  }

  private static <T> T pick(Random random, T[] from) {
    return from[random.nextInt(from.length)];
  }

  private static int cut(Random random, byte[] frame) {
    return random.nextInt(frame.length + 1);
  }

  private static void assertComesToAnEnd(Random random, byte[] frame) {
    var fixture = new RouterFixture();
    fixture.mode = pick(random, RoutingMode.values());
    fixture.mesh.owns(fixture.c, "2:0:0:0:0:c").owns(fixture.mesh.us(), "2:0:0:0:0:1");
    if (frame.length >= 14 && random.nextBoolean()) {
      Ethernet.putDestination(frame, 0, 0x0200_0000_0000L | (random.nextBoolean() ? 0xC : 1));
    }
    fixture.forwarding = pick(random, ForwardingMode.values());
    fixture.broadcast = pick(random, BroadcastMode.values());
    fixture.directOnly = random.nextInt(4) == 0;
    fixture.decrementTtl = random.nextBoolean();
    fixture.b.mtu = random.nextInt(1519);
    fixture.a.mtu = random.nextInt(1519);
    fixture.b.options = NodeOptions.CLAMP_MSS;
    fixture.a.options = NodeOptions.CLAMP_MSS;
    fixture.mesh.owns(fixture.b, "0.0.0.0/0", "::/0");
    int source = random.nextInt(4);
    fixture.route(source, frame);
    // What is for everybody goes to nobody when broadcasts are off.
    boolean mayVanish = source == RouterFixture.US && fixture.broadcast == BroadcastMode.NO;
    assertThat(fixture.sink.nodes.size() + fixture.sink.drops.size())
        .isGreaterThanOrEqualTo(mayVanish ? 0 : 1);
    assertThat(fixture.sink.frames)
        .allSatisfy(sent -> assertThat(sent.length).isBetween(14, Ethernet.MAX_FRAME));
  }
}
