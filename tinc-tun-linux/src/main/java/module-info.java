/**
 * Devices and sockets of Linux, for nodes of tinc4j: put this module on the module path or class
 * path, and {@code DeviceType} tun, tap, raw_socket, uml, vde and fd work, datagrams move in
 * batches, and {@code BindToInterface}, {@code ProcessPriority} and inherited sockets are obeyed.
 * For vde the library {@code libvdeplug} has to be installed.
 *
 * <p>It calls the C library through JNA. On JDK 24 and later start Java with {@code
 * --enable-native-access=com.sun.jna,io.github.tinc4j.linux} (on the class path {@code
 * ALL-UNNAMED}) to avoid a warning.
 */
module io.github.tinc4j.linux {
  requires com.sun.jna;
  requires io.github.tinc4j.api;
  requires io.github.tinc4j.tun;

  provides io.github.tinc4j.spi.HostSystem with
      io.github.tinc4j.linux.LinuxHost;
  provides io.github.tinc4j.spi.TunDeviceProvider with
      io.github.tinc4j.linux.LinuxProvider;
  provides io.github.tinc4j.spi.UdpTransportProvider with
      io.github.tinc4j.linux.LinuxUdpProvider;
}
