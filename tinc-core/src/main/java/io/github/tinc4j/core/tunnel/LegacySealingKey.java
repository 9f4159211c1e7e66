package io.github.tinc4j.core.tunnel;

import io.github.tinc4j.api.PacketKeyInfo;
import io.github.tinc4j.core.crypto.CipherSpec;
import io.github.tinc4j.core.crypto.DigestSpec;
import io.github.tinc4j.core.replay.SequenceCounter;

/** The key another node has given us with ANS_KEY: what we send to it is sealed with this. */
public final class LegacySealingKey implements SealingKey {

  private final LegacyParameters parameters;
  private final SequenceCounter sequence = new SequenceCounter();
  private final Lanes<LegacySealer> lanes = new Lanes<>(this::newSealer, LegacySealer::end);

  private LegacySealingKey(LegacyParameters parameters) {
    this.parameters = parameters;
  }

  /**
   * A key whose first packet will carry sequence number 1.
   *
   * @param macLength 0 to the size of the digest; ignored without digest
   * @param compression a level that {@link
   *     io.github.tinc4j.core.compress.Compression#supported(int)} knows
   * @param keyString KEY of the ANS_KEY, {@link CipherSpec#keyStringBytes} long; it is copied
   * @throws IllegalArgumentException when one of them does not fit
   */
  public static LegacySealingKey of(
      CipherSpec cipher, DigestSpec digest, int macLength, int compression, byte[] keyString) {
    return new LegacySealingKey(
        new LegacyParameters(cipher, digest, macLength, compression, keyString));
  }

  @Override
  public Sealer lane(int lane) {
    return lanes.get(lane);
  }

  @Override
  public PacketKeyInfo info() {
    return parameters.info();
  }

  /**
   * Gives the memory of compressors back; without compression it does nothing. A thread that still
   * seals with this key then drops what it would have compressed. Any thread.
   */
  @Override
  public void release() {
    lanes.release();
  }

  private LegacySealer newSealer() {
    return new LegacySealer(parameters, sequence);
  }
}
