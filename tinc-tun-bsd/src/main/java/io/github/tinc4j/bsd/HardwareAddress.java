package io.github.tinc4j.bsd;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.Pointer;
import io.github.tinc4j.tun.OffHeap;
import java.lang.ref.Reference;

/**
 * The MAC address of an interface, from the list of all addresses. Any thread.
 *
 * <p>{@code struct ifaddrs} ({@code ifaddrs.h}, 64 bits) and {@code struct sockaddr_dl} ({@code
 * net/if_dl.h}), as far as we use them; the same on all BSDs and on macOS:
 *
 * <pre>
 * byte  0         8         16                 24
 *       | next    | name    | flags (u32), 0   | address ...   (pointers but for the flags)
 *
 * byte  0     1         2            4       5             6                7     8
 *       | len | family  | index      | type  | name length | address length | 0   | name, address
 * </pre>
 */
final class HardwareAddress {

  // ifaddrs.h
  static final int IFA_NEXT = 0;
  static final int IFA_NAME = 8;
  static final int IFA_ADDR = 24;

  // net/if_dl.h
  static final int SDL_FAMILY = 1;
  static final int SDL_NLEN = 5;
  static final int SDL_ALEN = 6;
  static final int SDL_DATA = 8;

  // sys/socket.h
  static final int AF_LINK = 18;

  /** Bytes of a MAC address. */
  static final int LENGTH = 6;

  /** Stands for an address that nobody knows (spec 30, 9.3). */
  private static final byte[] UNKNOWN = {(byte) 0xfe, (byte) 0xfd, 0, 0, 0, 0};

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j");

  private HardwareAddress() {}

  /** The address of an interface; {@code fe:fd:00:00:00:00} where the system knows none. */
  static byte[] of(String interfaceName, SystemCalls calls) {
    var list = new OffHeap(Long.BYTES);
    try {
      if (calls.getifaddrs(list.address()) < 0) {
        LOG.log(
            System.Logger.Level.WARNING,
            "cannot ask for the MAC address of {0}: {1}",
            interfaceName,
            calls.errorText(calls.errno()));
        return UNKNOWN.clone();
      }
    } finally {
      Reference.reachabilityFence(list);
    }
    long first = list.bytes().getLong(0);
    try {
      return find(first, interfaceName);
    } finally {
      calls.freeifaddrs(first);
    }
  }

  private static byte[] find(long first, String interfaceName) {
    for (long at = first; at != 0; at = new Pointer(at).getLong(IFA_NEXT)) {
      var entry = new Pointer(at);
      Pointer address = entry.getPointer(IFA_ADDR);
      if (address != null
          && isLinkAddress(address)
          && entry.getPointer(IFA_NAME).getString(0, UTF_8.name()).equals(interfaceName)) {
        return address.getByteArray(SDL_DATA + (address.getByte(SDL_NLEN) & 0xff), LENGTH);
      }
    }
    return UNKNOWN.clone();
  }

  private static boolean isLinkAddress(Pointer address) {
    return address.getByte(SDL_FAMILY) == AF_LINK && address.getByte(SDL_ALEN) == LENGTH;
  }
}
