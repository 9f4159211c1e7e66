package io.github.tinc4j.core.tunnel;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.core.compress.Compression;
import io.github.tinc4j.core.compress.Compressor;
import io.github.tinc4j.core.crypto.PacketCipher;
import io.github.tinc4j.core.crypto.PacketMac;
import io.github.tinc4j.core.replay.SequenceCounter;
import org.jspecify.annotations.Nullable;

/** Spec 20, 2: compress, prepend the sequence number, encrypt, append the MAC. */
final class LegacySealer implements Sealer {

  /** Room for padding behind a compressed packet. */
  private static final int MAX_PADDING = 16;

  private final SequenceCounter sequence;
  private final PacketCipher cipher;
  private final @Nullable PacketMac mac;
  private final @Nullable Compressor compressor;
  private final byte[] compressed;

  LegacySealer(LegacyParameters parameters, SequenceCounter sequence) {
    this.sequence = sequence;
    cipher = parameters.encryptor();
    mac = parameters.mac();
    compressor = parameters.compressor();
    compressed =
        new byte
            [compressor == null
                ? 0
                : LegacyParameters.SEQUENCE_BYTES + Compression.MAX_BYTES + MAX_PADDING];
  }

  @Override
  public int seal(byte[] frame, int off, int len, byte[] out, int outOff) {
    if (len > LegacyParameters.MAX_FRAME) {
      return Dropped.because(DropReason.FRAME_TOO_LONG);
    }
    if (compressor == null) {
      return protect(frame, off - LegacyParameters.SEQUENCE_BYTES, len, out, outOff);
    }
    int length = compressor.compress(frame, off, len, compressed, LegacyParameters.SEQUENCE_BYTES);
    return length == Compression.FAILED
        ? Dropped.because(DropReason.BAD_COMPRESSION)
        : protect(compressed, 0, length, out, outOff);
  }

  void end() {
    if (compressor != null) {
      compressor.end();
    }
  }

  /** The sequence number goes to {@code text[off]}, the payload follows it. */
  private int protect(byte[] text, int off, int payload, byte[] out, int outOff) {
    int number = sequence.next();
    text[off] = (byte) (number >>> 24);
    text[off + 1] = (byte) (number >>> 16);
    text[off + 2] = (byte) (number >>> 8);
    text[off + 3] = (byte) number;
    int length = cipher.apply(text, off, LegacyParameters.SEQUENCE_BYTES + payload, out, outOff);
    if (mac == null) {
      return length;
    }
    mac.append(out, outOff, length);
    return length + mac.length();
  }
}
