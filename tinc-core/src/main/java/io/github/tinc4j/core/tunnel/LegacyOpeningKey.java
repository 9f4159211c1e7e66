package io.github.tinc4j.core.tunnel;

import io.github.tinc4j.core.crypto.CipherSpec;
import io.github.tinc4j.core.crypto.DigestSpec;
import io.github.tinc4j.core.replay.ReplayWindow;
import java.util.random.RandomGenerator;

/** A key we have given to another node with ANS_KEY: what comes from it is opened with this. */
public final class LegacyOpeningKey implements OpeningKey {

  private final LegacyParameters parameters;
  private final ReplayWindow window;
  private final Lanes<LegacyOpener> lanes = new Lanes<>(this::newOpener, LegacyOpener::end);

  private LegacyOpeningKey(LegacyParameters parameters, ReplayWindow window) {
    this.parameters = parameters;
    this.window = window;
  }

  /**
   * A key under which nothing has come in yet.
   *
   * @param macLength 0 to the size of the digest; ignored without digest
   * @param compression a level that {@link
   *     io.github.tinc4j.core.compress.Compression#supported(int)} knows
   * @param keyString a {@link #randomKey}; it is copied
   * @param replayWindowBytes ReplayWindow of the configuration; 0 turns the check off
   * @throws IllegalArgumentException when one of them does not fit
   */
  public static LegacyOpeningKey of(
      CipherSpec cipher,
      DigestSpec digest,
      int macLength,
      int compression,
      byte[] keyString,
      int replayWindowBytes) {
    var parameters = new LegacyParameters(cipher, digest, macLength, compression, keyString);
    var window = new ReplayWindow(replayWindowBytes, parameters.authentic());
    return new LegacyOpeningKey(parameters, window);
  }

  /** A fresh key string for a cipher: key and IV, or one byte for none (spec 20, 3). */
  public static byte[] randomKey(CipherSpec cipher, RandomGenerator random) {
    byte[] keyString = new byte[cipher.keyStringBytes()];
    random.nextBytes(keyString);
    return keyString;
  }

  @Override
  public Opener lane(int lane) {
    return lanes.get(lane);
  }

  @Override
  public int highestSequence() {
    return window.highest();
  }

  /**
   * Gives the memory of decompressors back; without compression it does nothing. A thread that
   * still opens with this key then drops what it would have decompressed. Any thread.
   */
  @Override
  public void release() {
    lanes.release();
  }

  private LegacyOpener newOpener() {
    return new LegacyOpener(parameters, window);
  }
}
