package io.github.tinc4j.core.route;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in packets: highest byte first. Callers have checked that the bytes are there. */
final class NetworkOrder {

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private NetworkOrder() {}

  /** The byte at {@code at}, 0 to 255. */
  static int get8(byte[] bytes, int at) {
    return bytes[at] & 0xFF;
  }

  /** The two bytes at {@code at}, 0 to 65535. */
  static int get16(byte[] bytes, int at) {
    return (short) SHORTS.get(bytes, at) & 0xFFFF;
  }

  /** The four bytes at {@code at}. */
  static int get32(byte[] bytes, int at) {
    return (int) INTS.get(bytes, at);
  }

  /** The eight bytes at {@code at}. */
  static long get64(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  /** Writes the low 16 bits of {@code value}. */
  static void put16(byte[] bytes, int at, int value) {
    SHORTS.set(bytes, at, (short) value);
  }

  /** Writes {@code value}. */
  static void put32(byte[] bytes, int at, int value) {
    INTS.set(bytes, at, value);
  }
}
