package io.github.tinc4j.linux;

import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.tun.OffHeap;

/**
 * Turns what the kernel hands over into packets of a batch. One thread.
 *
 * <p>Each {@code read(2)} goes to the beginning of {@link #memory}, at most {@link OffHeap#size} of
 * it, and is told to {@link #take}.
 */
interface Intake {

  /** Where the next read goes, after {@link #resume} has said that nothing is left in there. */
  OffHeap memory();

  /**
   * Puts what is left of an earlier read into a batch.
   *
   * @return false when nothing was left
   */
  boolean resume(PacketBatch into);

  /**
   * Puts what was read into a batch, which is not full; what does not fit waits for {@link
   * #resume}.
   *
   * @param length how many bytes were read, at least 1
   * @return whether that was enough to go on with at once; false to see what else is there
   */
  boolean take(int length, PacketBatch into);
}
