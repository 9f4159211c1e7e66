/**
 * What the devices of Linux and those of the BSDs and of macOS have in common. Not for programs,
 * nor for devices of others: it changes as these two modules need it.
 */
@SuppressWarnings("module") // The modules of the devices are built after this one.
module io.github.tinc4j.tun {
  requires com.sun.jna;
  requires static transitive org.jspecify;

  exports io.github.tinc4j.tun to
      io.github.tinc4j.bsd,
      io.github.tinc4j.linux;
}
