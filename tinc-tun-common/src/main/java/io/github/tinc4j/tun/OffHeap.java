package io.github.tinc4j.tun;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A piece of memory with an address that the kernel can use, zeroed at first.
 *
 * <p>It is freed when it is no longer reachable: who passes {@link #address} to a call keeps it
 * reachable until the call is over. Not thread-safe.
 */
public final class OffHeap {

  private final ByteBuffer bytes;
  private final long address;

  /** So many bytes. */
  public OffHeap(int size) {
    bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    address = Pointer.nativeValue(Native.getDirectBufferPointer(bytes));
  }

  /** Where it begins. */
  public long address() {
    return address;
  }

  /** How many bytes it holds. */
  public int size() {
    return bytes.capacity();
  }

  /** Its bytes, in the machine's order; only absolute access, so that it has no position. */
  public ByteBuffer bytes() {
    return bytes;
  }
}
