package io.github.tinc4j.bsd;

import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.tun.OffHeap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullMarked;

/**
 * A real pipe of Linux in place of a device, one packet in it at a time, with the numbers of a BSD:
 * what a device does with descriptors, pipes and {@code poll}, a real kernel does here. What the
 * device writes comes back to it.
 */
@NullMarked
final class LinuxPipe implements SystemCalls, AutoCloseable {

  private static final int LINUX_O_NONBLOCK = 0x800;
  private static final int LINUX_EAGAIN = 11;

  private final SystemCalls linux;
  private final int readFd;
  private final int writeFd;
  private final CountDownLatch polled = new CountDownLatch(1);

  LinuxPipe(SystemCalls linux) {
    this.linux = linux;
    var ends = new OffHeap(8);
    if (linux.pipe(ends.address()) < 0) {
      throw new AssertionError("no pipe");
    }
    readFd = ends.bytes().getInt(0);
    writeFd = ends.bytes().getInt(4);
    if (!Descriptors.prepare(this, readFd)) {
      throw new AssertionError("the pipe blocks");
    }
  }

  /** A device that owns the end to read from. */
  BsdTun device(Framing framing) throws DeviceException {
    var format = new PacketFormat(framing, FreeBsd.AF_INET6);
    return new BsdTun(this, readFd, WakePipe.open(this), format, "pipe", "pipe", null);
  }

  /** Opened when a call is about to block. */
  CountDownLatch polled() {
    return polled;
  }

  void send(byte[] packet) {
    var memory = new OffHeap(packet.length);
    memory.bytes().put(0, packet);
    if (linux.write(writeFd, memory.address(), packet.length) != packet.length) {
      throw new AssertionError("the pipe is full");
    }
  }

  @Override
  public void close() {
    linux.close(writeFd);
  }

  @Override
  public int fcntl(int fd, int command, int argument) {
    boolean flags = command == Descriptors.F_SETFL && argument == FakeBsd.O_NONBLOCK;
    return linux.fcntl(fd, command, flags ? LINUX_O_NONBLOCK : argument);
  }

  @Override
  public int errno() {
    int errno = linux.errno();
    return errno == LINUX_EAGAIN ? Errno.EAGAIN : errno;
  }

  @Override
  public int poll(long pollfds, int count, int timeoutMs) {
    polled.countDown();
    return linux.poll(pollfds, count, timeoutMs);
  }

  @Override
  public int pipe(long descriptors) {
    return linux.pipe(descriptors);
  }

  @Override
  public long read(int fd, long buffer, long size) {
    return linux.read(fd, buffer, size);
  }

  @Override
  public long write(int fd, long buffer, long size) {
    return linux.write(fd == readFd ? writeFd : fd, buffer, size);
  }

  @Override
  public int close(int fd) {
    return linux.close(fd);
  }

  @Override
  public String errorText(int errno) {
    return linux.errorText(errno);
  }

  @Override
  public int open(long path, int flags) {
    throw new AssertionError("not for a pipe");
  }

  @Override
  public int socket(int domain, int type, int protocol) {
    throw new AssertionError("not for a pipe");
  }

  @Override
  public int connect(int fd, long sockaddr, int size) {
    throw new AssertionError("not for a pipe");
  }

  @Override
  public int getsockopt(int fd, int level, int option, long value, long size) {
    throw new AssertionError("not for a pipe");
  }

  @Override
  public int ioctl(int fd, long request, long argument) {
    throw new AssertionError("not for a pipe");
  }

  @Override
  public int getifaddrs(long list) {
    throw new AssertionError("not for a pipe");
  }

  @Override
  public void freeifaddrs(long first) {
    throw new AssertionError("not for a pipe");
  }
}
