package io.github.tinc4j.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** {@code libvdeplug}, mapped as the C library is by {@link Libc}. */
final class LibVdePlug implements VdePlug {

  /** Of the interface between program and library ({@code libvdeplug.h}). */
  private static final int INTERFACE_VERSION = 1;

  private LibVdePlug() {}

  /**
   * The library.
   *
   * @throws LinkageError when it is not installed, or JNA cannot load its own native part
   */
  static LibVdePlug load() {
    Mapped.touch();
    return new LibVdePlug();
  }

  @Override
  public long open(long url, long description, long arguments) {
    return Mapped.vde_open_real(url, description, INTERFACE_VERSION, arguments);
  }

  @Override
  public long receive(long connection, long buffer, long size) {
    return Mapped.vde_recv(connection, buffer, size, 0);
  }

  @Override
  public long send(long connection, long buffer, long size) {
    return Mapped.vde_send(connection, buffer, size, 0);
  }

  @Override
  public int dataFd(long connection) {
    return Mapped.vde_datafd(connection);
  }

  @Override
  public int controlFd(long connection) {
    return Mapped.vde_ctlfd(connection);
  }

  @Override
  public int close(long connection) {
    return Mapped.vde_close(connection);
  }

  /** The functions under their own names, from {@code libvdeplug.h}. */
  private static final class Mapped {

    static {
      Native.register(Mapped.class, NativeLibrary.getInstance("vdeplug"));
    }

    private Mapped() {}

    /** Has the functions mapped now, so that what fails fails here. */
    static void touch() {}

    static native long vde_open_real(long url, long description, int version, long arguments);

    static native long vde_recv(long connection, long buffer, long size, int flags);

    static native long vde_send(long connection, long buffer, long size, int flags);

    static native int vde_datafd(long connection);

    static native int vde_ctlfd(long connection);

    static native int vde_close(long connection);
  }
}
