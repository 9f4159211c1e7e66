/**
 * Devices of FreeBSD, DragonFly, OpenBSD, NetBSD and macOS, for nodes of tinc4j: put this module on
 * the module path or class path, and {@code DeviceType} tun, tunnohead, tunifhead and tap work on
 * the BSDs, utun on macOS.
 *
 * <p>It calls the C library through JNA. On JDK 24 and later start Java with {@code
 * --enable-native-access=com.sun.jna,io.github.tinc4j.bsd} (on the class path {@code ALL-UNNAMED})
 * to avoid a warning. JNA brings its native part for all of these systems but NetBSD.
 */
module io.github.tinc4j.bsd {
  requires com.sun.jna;
  requires io.github.tinc4j.api;
  requires io.github.tinc4j.tun;

  provides io.github.tinc4j.spi.TunDeviceProvider with
      io.github.tinc4j.bsd.BsdProvider;
}
