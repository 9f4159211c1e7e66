package io.github.tinc4j.core.data;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.PacketKeyInfo;
import io.github.tinc4j.core.tunnel.Opener;
import io.github.tinc4j.core.tunnel.OpeningKey;
import io.github.tinc4j.core.tunnel.Seal;
import io.github.tinc4j.core.tunnel.Sealer;
import io.github.tinc4j.core.tunnel.SealingKey;
import io.github.tinc4j.spi.PacketBatch;
import java.util.Arrays;

/**
 * Keys that hide nothing: a datagram is four bytes 0x77, the frame, and the key's mark. They
 * scribble where real ones may, and allocate nothing.
 */
final class FakeKeys {

  static final int OVERHEAD = 5;

  private FakeKeys() {}

  /** The datagram that a key of this mark seals a frame into. */
  static byte[] sealed(int mark, byte[] frame) {
    byte[] datagram = new byte[frame.length + OVERHEAD];
    int length = Seal.one(new Sealing(mark), frame, 0, frame.length, datagram, 0);
    assert length == datagram.length;
    return datagram;
  }

  @SuppressWarnings("EnumOrdinal") // the contract of Sealer and Opener
  private static int dropped(DropReason reason) {
    return -1 - reason.ordinal();
  }

  static final class Sealing implements SealingKey, Sealer {
    private final int mark;
    private final int refusedLength;

    Sealing(int mark) {
      this(mark, -1);
    }

    /** Refuses frames of one length, as a compressor may. */
    Sealing(int mark, int refusedLength) {
      this.mark = mark;
      this.refusedLength = refusedLength;
    }

    @Override
    public Sealer lane(int lane) {
      return this;
    }

    @Override
    public PacketKeyInfo info() {
      return new PacketKeyInfo(0, 0, 1, 0);
    }

    @Override
    public void release() {}

    @Override
    public int prepare(byte[] frame, int off, int len, byte[] out, int outOff) {
      if (len == refusedLength) {
        return dropped(DropReason.BAD_COMPRESSION);
      }
      Arrays.fill(out, outOff, outOff + 4, (byte) 0x77);
      System.arraycopy(frame, off, out, outOff + 4, len);
      return len + 4;
    }

    @Override
    public void protect(PacketBatch packets, int from, int to) {
      for (int slot = from; slot < to; slot++) {
        int offset = packets.offset(slot);
        int length = packets.length(slot);
        packets.array()[offset + length] = (byte) mark;
        packets.setBounds(slot, offset, length + 1);
      }
    }
  }

  static final class Opening implements OpeningKey, Opener {
    private final int mark;
    private int probeLength;

    Opening(int mark) {
      this.mark = mark;
    }

    @Override
    public Opener lane(int lane) {
      return this;
    }

    @Override
    public void release() {}

    @Override
    public int highestSequence() {
      return 0;
    }

    @Override
    public int open(byte[] datagram, int off, int len, byte[] out, int outOff) {
      if (len < OVERHEAD + 14) {
        return dropped(DropReason.DATAGRAM_TOO_SHORT);
      }
      if (!authentic(datagram, off, len)) {
        return dropped(DropReason.BAD_MAC);
      }
      if (datagram[off] != 0x77) {
        return dropped(DropReason.REPLAYED);
      }
      System.arraycopy(datagram, off, out, outOff - 4, len - 1);
      probeLength = len - OVERHEAD - 1;
      return len - OVERHEAD;
    }

    @Override
    public boolean authentic(byte[] datagram, int off, int len) {
      return len >= OVERHEAD && datagram[off + len - 1] == (byte) mark;
    }

    /** One less than the frame, so that a test sees that it was asked. */
    @Override
    public int probeLength() {
      return probeLength;
    }
  }
}
