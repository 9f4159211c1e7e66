package io.github.tinc4j.core.data;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.core.tunnel.Opener;
import io.github.tinc4j.core.tunnel.OpeningKey;
import io.github.tinc4j.core.tunnel.Sealer;
import io.github.tinc4j.core.tunnel.SealingKey;

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
    int length = new Sealing(mark).seal(prepended(frame), 4, frame.length, datagram, 0);
    assert length == datagram.length;
    return datagram;
  }

  private static byte[] prepended(byte[] frame) {
    byte[] array = new byte[frame.length + 4 + 16];
    System.arraycopy(frame, 0, array, 4, frame.length);
    return array;
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
    public void release() {}

    @Override
    public int seal(byte[] frame, int off, int len, byte[] out, int outOff) {
      if (len == refusedLength) {
        return dropped(DropReason.BAD_COMPRESSION);
      }
      for (int i = 1; i <= 4; i++) {
        frame[off - i] = 0x77;
      }
      frame[off + len] = 0x66;
      System.arraycopy(frame, off - 4, out, outOff, len + 4);
      out[outOff + len + 4] = (byte) mark;
      return len + OVERHEAD;
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
