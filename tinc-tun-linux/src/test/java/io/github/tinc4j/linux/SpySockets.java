package io.github.tinc4j.linux;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;

/** The real socket calls, counted. */
@NullMarked
final class SpySockets implements SocketCalls {

  private final SocketCalls real = LibcSockets.load();
  private final AtomicInteger sends = new AtomicInteger();
  private final AtomicInteger messagesSent = new AtomicInteger();
  private final AtomicInteger messagesReceived = new AtomicInteger();

  /** Calls that sent something, or failed to. */
  int sends() {
    return sends.get();
  }

  /** Messages that the kernel took. */
  int messagesSent() {
    return messagesSent.get();
  }

  /** Messages that the kernel gave. */
  int messagesReceived() {
    return messagesReceived.get();
  }

  @Override
  public int recvmmsg(int fd, long messages, int count, int flags) {
    int received = real.recvmmsg(fd, messages, count, flags);
    messagesReceived.addAndGet(Math.max(0, received));
    return received;
  }

  @Override
  public int sendmmsg(int fd, long messages, int count, int flags) {
    int sent = real.sendmmsg(fd, messages, count, flags);
    sends.incrementAndGet();
    messagesSent.addAndGet(Math.max(0, sent));
    return sent;
  }

  @Override
  public int socket(int family, int type, int protocol) {
    return real.socket(family, type, protocol);
  }

  @Override
  public int setsockopt(int fd, int level, int option, long value, int size) {
    return real.setsockopt(fd, level, option, value, size);
  }

  @Override
  public int bind(int fd, long address, int size) {
    return real.bind(fd, address, size);
  }

  @Override
  public int getsockname(int fd, long address, long size) {
    return real.getsockname(fd, address, size);
  }

  @Override
  public int shutdown(int fd, int how) {
    return real.shutdown(fd, how);
  }

  @Override
  public int close(int fd) {
    return real.close(fd);
  }

  @Override
  public int errno() {
    return real.errno();
  }

  @Override
  public String errorText(int errno) {
    return real.errorText(errno);
  }
}
