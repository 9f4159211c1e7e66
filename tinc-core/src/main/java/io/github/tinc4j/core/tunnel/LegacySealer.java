package io.github.tinc4j.core.tunnel;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.core.compress.Compression;
import io.github.tinc4j.core.compress.Compressor;
import io.github.tinc4j.core.crypto.BatchEncryptor;
import io.github.tinc4j.core.crypto.PacketMac;
import io.github.tinc4j.core.replay.SequenceCounter;
import io.github.tinc4j.spi.PacketBatch;
import org.jspecify.annotations.Nullable;

/** Spec 20, 2: compress, prepend the sequence number, encrypt, append the MAC. */
final class LegacySealer implements Sealer {

  private final SequenceCounter sequence;
  private final BatchEncryptor cipher;
  private final @Nullable PacketMac mac;
  private final @Nullable Compressor compressor;

  LegacySealer(LegacyParameters parameters, SequenceCounter sequence) {
    this.sequence = sequence;
    cipher = parameters.encryptor();
    mac = parameters.mac();
    compressor = parameters.compressor();
  }

  @Override
  public int prepare(byte[] frame, int off, int len, byte[] out, int outOff) {
    if (len > LegacyParameters.MAX_FRAME) {
      return Dropped.because(DropReason.FRAME_TOO_LONG);
    }
    int payload = outOff + LegacyParameters.SEQUENCE_BYTES;
    int length = len;
    if (compressor == null) {
      System.arraycopy(frame, off, out, payload, len);
    } else {
      length = compressor.compress(frame, off, len, out, payload);
      if (length == Compression.FAILED) {
        return Dropped.because(DropReason.BAD_COMPRESSION);
      }
    }
    int number = sequence.next();
    out[outOff] = (byte) (number >>> 24);
    out[outOff + 1] = (byte) (number >>> 16);
    out[outOff + 2] = (byte) (number >>> 8);
    out[outOff + 3] = (byte) number;
    return LegacyParameters.SEQUENCE_BYTES + length;
  }

  @Override
  public void protect(PacketBatch packets, int from, int to) {
    int first = from;
    while (first < to) {
      int end = first + 1;
      while (end < to && packets.length(end) == packets.length(first)) {
        end++;
      }
      protectEqual(packets, first, end);
      first = end;
    }
  }

  /** The same for packets of one length. */
  private void protectEqual(PacketBatch packets, int from, int to) {
    byte[] array = packets.array();
    int length =
        cipher.apply(
            array, packets.offset(from), PacketBatch.SLOT_SIZE, to - from, packets.length(from));
    for (int slot = from; slot < to; slot++) {
      int offset = packets.offset(slot);
      if (mac == null) {
        packets.setBounds(slot, offset, length);
      } else {
        mac.append(array, offset, length);
        packets.setBounds(slot, offset, length + mac.length());
      }
    }
  }

  void end() {
    if (compressor != null) {
      compressor.end();
    }
  }
}
