package io.github.tinc4j.bsd;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A list of {@code struct ifaddrs} in native memory, as {@code getifaddrs(3)} makes it. */
@NullMarked
final class FakeAddresses {

  private static final int IFADDRS_SIZE = 56;
  private static final int AF_LINK = 18;

  private final List<Memory> entries = new ArrayList<>();

  /** Keeps alive what the entries point to. */
  private final List<Memory> referenced = new ArrayList<>();

  private int lent;

  /** Adds a link-layer address, of any length. */
  void addLink(String interfaceName, byte... address) {
    byte[] name = interfaceName.getBytes(UTF_8);
    var sockaddr = new Memory(8 + name.length + address.length + 4);
    sockaddr.clear();
    sockaddr.setByte(0, (byte) sockaddr.size());
    sockaddr.setByte(1, (byte) AF_LINK);
    sockaddr.setByte(5, (byte) name.length);
    sockaddr.setByte(6, (byte) address.length);
    sockaddr.write(8, name, 0, name.length);
    sockaddr.write(8 + name.length, address, 0, address.length);
    add(interfaceName, sockaddr);
  }

  /** Adds an IPv4 address, whose bytes at the places of a link-layer address look like one. */
  void addIpv4(String interfaceName) {
    var sockaddr = new Memory(16);
    sockaddr.clear();
    sockaddr.setByte(0, (byte) 16);
    sockaddr.setByte(1, (byte) 2);
    sockaddr.setByte(6, (byte) 6);
    add(interfaceName, sockaddr);
  }

  /** Adds an interface without an address. */
  void addNone(String interfaceName) {
    add(interfaceName, null);
  }

  private void add(String interfaceName, @Nullable Memory sockaddr) {
    byte[] bytes = interfaceName.getBytes(UTF_8);
    var name = new Memory(bytes.length + 1);
    name.clear();
    name.write(0, bytes, 0, bytes.length);
    referenced.add(name);
    var entry = new Memory(IFADDRS_SIZE);
    entry.clear();
    entry.setPointer(8, name);
    if (sockaddr != null) {
      referenced.add(sockaddr);
      entry.setPointer(24, sockaddr);
    }
    if (!entries.isEmpty()) {
      entries.get(entries.size() - 1).setPointer(0, entry);
    }
    entries.add(entry);
  }

  /** The address of the first entry, 0 when there is none. */
  long lend() {
    lent++;
    return first();
  }

  void takeBack(long first) {
    if (first != first() || lent == 0) {
      throw new AssertionError("this list was not given out: " + first);
    }
    lent--;
  }

  /** Lists that were given out and not freed. */
  int lent() {
    return lent;
  }

  private long first() {
    return entries.isEmpty() ? 0 : Pointer.nativeValue(entries.get(0));
  }
}
