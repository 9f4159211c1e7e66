package io.github.tinc4j.spi;

import java.util.Objects;

/**
 * Packets that move together: slots of equal size in one array, each with room before and after the
 * packet, so that headers and MACs are added without copying.
 *
 * <p>A slot's packet is {@code array()[offset(i) .. offset(i) + length(i))}. {@link #HEADROOM} and
 * {@link #TAILROOM} bytes around the {@linkplain #DATA_START place where a device puts a packet}
 * belong to the node. Not thread-safe: a batch belongs to one thread at a time.
 */
public final class PacketBatch {

  /** Bytes free before a packet in its slot. */
  public static final int HEADROOM = 32;

  /** The longest packet a device may put into a slot, in bytes. */
  public static final int MAX_PACKET = 1952;

  /** Bytes free after the longest packet in its slot. */
  public static final int TAILROOM = 64;

  /** Where in a slot a device puts a packet. */
  public static final int DATA_START = HEADROOM;

  /** How far apart in the array the slots begin, in bytes. */
  public static final int SLOT_SIZE = HEADROOM + MAX_PACKET + TAILROOM;

  private final byte[] array;
  private final int[] offsets;
  private final int[] lengths;
  private int count;

  /**
   * An empty batch.
   *
   * @param slots how many packets it can hold, at least 1
   * @throws IllegalArgumentException when {@code slots} is less than 1
   */
  public PacketBatch(int slots) {
    if (slots < 1) {
      throw new IllegalArgumentException("no slots: " + slots);
    }
    array = new byte[slots * SLOT_SIZE];
    offsets = new int[slots];
    lengths = new int[slots];
  }

  /** The array that holds all slots. */
  public byte[] array() {
    return array;
  }

  /** How many packets it can hold. */
  public int capacity() {
    return offsets.length;
  }

  /** How many packets it holds now. */
  public int count() {
    return count;
  }

  /** Whether no further packet fits. */
  public boolean isFull() {
    return count == offsets.length;
  }

  /** Forgets all packets. */
  public void clear() {
    count = 0;
  }

  /** Where in {@link #array} a device or transport puts the next packet, before {@link #add}. */
  public int nextStart() {
    return Objects.checkIndex(count, offsets.length) * SLOT_SIZE + DATA_START;
  }

  /**
   * Takes the bytes written at {@link #nextStart} as the next packet.
   *
   * @param length its length, 0 to {@link #MAX_PACKET}
   * @return its slot
   * @throws IndexOutOfBoundsException when the batch is full or the length out of range
   */
  public int add(int length) {
    Objects.checkIndex(length, MAX_PACKET + 1);
    offsets[count] = nextStart();
    lengths[count] = length;
    return count++;
  }

  /**
   * Copies a packet into the next slot.
   *
   * @return its slot
   * @throws IndexOutOfBoundsException when the batch is full or the length out of range
   */
  public int add(byte[] from, int offset, int length) {
    Objects.checkIndex(length, MAX_PACKET + 1);
    System.arraycopy(from, offset, array, nextStart(), length);
    return add(length);
  }

  /** Where in {@link #array} the packet of {@code slot} begins. */
  public int offset(int slot) {
    return offsets[Objects.checkIndex(slot, count)];
  }

  /** The length in bytes of the packet of {@code slot}. */
  public int length(int slot) {
    return lengths[Objects.checkIndex(slot, count)];
  }

  /**
   * Moves the bounds of a packet within its slot, to add or take off headers and trailers.
   *
   * @throws IndexOutOfBoundsException when they would leave the slot
   */
  public void setBounds(int slot, int offset, int length) {
    int start = Objects.checkIndex(slot, count) * SLOT_SIZE;
    Objects.checkFromIndexSize(offset - start, /* size= */ length, /* length= */ SLOT_SIZE);
    offsets[slot] = offset;
    lengths[slot] = length;
  }
}
