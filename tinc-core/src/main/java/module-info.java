/**
 * The tinc protocol, the packet path, and the portable devices.
 *
 * <p>Nothing here is for programs: they use {@code io.github.tinc4j.api} and find this module at
 * run time. The testkit drives the engine and the packet path in virtual time, and may see them.
 */
@SuppressWarnings("module") // The testkit is built after this module.
module io.github.tinc4j.core {
  requires transitive io.github.tinc4j.api;
  requires org.bouncycastle.provider;
  requires static transitive org.jspecify;

  exports io.github.tinc4j.core.data to
      io.github.tinc4j.testkit;
  exports io.github.tinc4j.core.engine to
      io.github.tinc4j.testkit;
  exports io.github.tinc4j.core.event to
      io.github.tinc4j.testkit;
  exports io.github.tinc4j.core.forward to
      io.github.tinc4j.testkit;
  exports io.github.tinc4j.core.route to
      io.github.tinc4j.testkit;

  uses io.github.tinc4j.spi.HostSystem;
  uses io.github.tinc4j.spi.TunDeviceProvider;
  uses io.github.tinc4j.spi.UdpTransportProvider;

  provides io.github.tinc4j.spi.NodeProvider with
      io.github.tinc4j.core.node.CoreNodeProvider;
}
