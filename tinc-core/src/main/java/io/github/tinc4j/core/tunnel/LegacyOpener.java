package io.github.tinc4j.core.tunnel;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.core.compress.Compression;
import io.github.tinc4j.core.compress.Decompressor;
import io.github.tinc4j.core.crypto.PacketCipher;
import io.github.tinc4j.core.crypto.PacketMac;
import io.github.tinc4j.core.replay.ReplayWindow;
import org.jspecify.annotations.Nullable;

/**
 * Spec 20, 7: MAC, decryption, sequence number, decompression, in this order. A datagram that fails
 * before its sequence number is accepted changes nothing.
 */
final class LegacyOpener implements Opener {

  /** What MTU discovery takes off a compressed length (spec 20, 9.3). */
  private static final int COMPRESSED_PROBE_MARGIN = 43;

  private final ReplayWindow window;
  private final PacketCipher cipher;
  private final @Nullable PacketMac mac;
  private final int macLength;
  private final @Nullable Decompressor decompressor;
  private final byte[] compressed;
  private int probeLength;

  LegacyOpener(LegacyParameters parameters, ReplayWindow window) {
    this.window = window;
    cipher = parameters.decryptor();
    mac = parameters.mac();
    macLength = mac == null ? 0 : mac.length();
    decompressor = parameters.decompressor();
    compressed = new byte[decompressor == null ? 0 : LegacyParameters.MAX_DATAGRAM];
  }

  @Override
  public int open(byte[] datagram, int off, int len, byte[] out, int outOff) {
    if (len > LegacyParameters.MAX_DATAGRAM) {
      return Dropped.because(DropReason.DATAGRAM_TOO_LONG);
    }
    int sealed = len - macLength;
    if (sealed < LegacyParameters.SEQUENCE_BYTES) {
      return Dropped.because(DropReason.DATAGRAM_TOO_SHORT);
    }
    if (mac != null && !mac.verify(datagram, off, sealed)) {
      return Dropped.because(DropReason.BAD_MAC);
    }
    byte[] text = decompressor == null ? out : compressed;
    int textOff = decompressor == null ? outOff - LegacyParameters.SEQUENCE_BYTES : 0;
    int length = cipher.apply(datagram, off, sealed, text, textOff);
    if (length == PacketCipher.FAILED) {
      return Dropped.because(DropReason.BAD_PADDING);
    }
    if (length < LegacyParameters.SEQUENCE_BYTES) {
      return Dropped.because(DropReason.DATAGRAM_TOO_SHORT);
    }
    ReplayWindow.Verdict verdict = window.accept(sequence(text, textOff));
    if (verdict != ReplayWindow.Verdict.ACCEPTED) {
      return Dropped.because(
          verdict == ReplayWindow.Verdict.REPLAYED ? DropReason.REPLAYED : DropReason.FAR_FUTURE);
    }
    int payload = length - LegacyParameters.SEQUENCE_BYTES;
    if (decompressor == null) {
      probeLength = payload;
      return frame(payload);
    }
    probeLength = payload - COMPRESSED_PROBE_MARGIN;
    int plain =
        decompressor.decompress(compressed, LegacyParameters.SEQUENCE_BYTES, payload, out, outOff);
    return plain == Compression.FAILED ? Dropped.because(DropReason.BAD_COMPRESSION) : frame(plain);
  }

  @Override
  public boolean authentic(byte[] datagram, int off, int len) {
    int sealed = len - macLength;
    return mac != null
        && len <= LegacyParameters.MAX_DATAGRAM
        && sealed >= LegacyParameters.SEQUENCE_BYTES
        && mac.verify(datagram, off, sealed);
  }

  @Override
  public int probeLength() {
    return probeLength;
  }

  void end() {
    if (decompressor != null) {
      decompressor.end();
    }
  }

  private static int sequence(byte[] text, int off) {
    return text[off] << 24
        | (text[off + 1] & 0xff) << 16
        | (text[off + 2] & 0xff) << 8
        | (text[off + 3] & 0xff);
  }

  private static int frame(int length) {
    if (length > LegacyParameters.MAX_FRAME) {
      return Dropped.because(DropReason.FRAME_TOO_LONG);
    }
    return length < LegacyParameters.MIN_FRAME
        ? Dropped.because(DropReason.FRAME_TOO_SHORT)
        : length;
  }
}
