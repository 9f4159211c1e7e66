package io.github.tinc4j.examples.device;

import io.github.tinc4j.api.MemoryDevice;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import java.util.Arrays;

/**
 * A host that answers ICMP echo requests to whatever IPv4 address they come, and nothing else. What
 * the mesh delivers is answered at once; the answers wait in a {@link MemoryDevice} to be read.
 */
final class EchoDevice implements TunDevice {

  private static final int HEADER = 20;
  private static final int PROTOCOL = 9;
  private static final int SOURCE = 12;
  private static final int DESTINATION = 16;
  private static final int ICMP = 1;
  private static final byte ECHO_REQUEST = 8;
  private static final int CHECKSUM = HEADER + 2;

  private final MemoryDevice answers;
  private volatile boolean closed;

  EchoDevice(String name) {
    answers = new MemoryDevice(name);
  }

  @Override
  public Layer layer() {
    return Layer.IP;
  }

  @Override
  public String interfaceName() {
    return answers.interfaceName();
  }

  @Override
  public String deviceName() {
    return "echo";
  }

  @Override
  public int read(PacketBatch into) {
    return answers.read(into);
  }

  @Override
  public int write(PacketBatch from) {
    if (closed) {
      return 0;
    }
    for (int slot = 0; slot < from.count(); slot++) {
      int start = from.offset(slot);
      byte[] packet = Arrays.copyOfRange(from.array(), start, start + from.length(slot));
      if (isEchoRequest(packet)) {
        turnIntoReply(packet);
        // A full queue loses the answer, as any network may.
        answers.send(packet);
      }
    }
    return from.count();
  }

  /** Of a packet without IP options, as ping sends it. */
  private static boolean isEchoRequest(byte[] packet) {
    return packet.length >= HEADER + 8
        && packet[0] == 0x45
        && packet[PROTOCOL] == ICMP
        && packet[HEADER] == ECHO_REQUEST;
  }

  private static void turnIntoReply(byte[] packet) {
    byte[] asker = Arrays.copyOfRange(packet, SOURCE, DESTINATION);
    System.arraycopy(packet, DESTINATION, packet, SOURCE, 4);
    System.arraycopy(asker, 0, packet, DESTINATION, 4);
    // The type goes from 8 to 0 in the high half of a word, and the checksum up by as much
    // (RFC 1624). Two addresses that change places leave the checksum of the header as it was.
    packet[HEADER] = 0;
    int sum =
        ((packet[CHECKSUM] & 0xFF) << 8) + (packet[CHECKSUM + 1] & 0xFF) + (ECHO_REQUEST << 8);
    sum = (sum & 0xFFFF) + (sum >>> 16);
    packet[CHECKSUM] = (byte) (sum >>> 8);
    packet[CHECKSUM + 1] = (byte) sum;
  }

  @Override
  public void close() {
    closed = true;
    answers.close();
  }
}
