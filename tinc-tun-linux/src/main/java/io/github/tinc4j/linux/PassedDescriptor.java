package io.github.tinc4j.linux;

import io.github.tinc4j.tun.OffHeap;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * A message of one byte with room for one descriptor, for {@code recvmsg}. More descriptors are
 * closed by the kernel, and the message is truncated then. Layouts are as {@link MessageVector}
 * draws them. Not thread-safe.
 */
final class PassedDescriptor {

  private static final int IOVEC = 56;
  private static final int CONTROL = IOVEC + MessageVector.IOVEC_SIZE;
  private static final int DATA = CONTROL + MessageVector.CMSG_SPACE;

  private final OffHeap memory = new OffHeap(DATA + 1);
  private final ByteBuffer bytes = memory.bytes();

  PassedDescriptor() {
    bytes.putLong(MessageVector.IOV, memory.address() + IOVEC);
    bytes.putLong(MessageVector.IOVLEN, 1);
    bytes.putLong(IOVEC, memory.address() + DATA);
    bytes.putLong(IOVEC + MessageVector.IOVEC_LEN, 1);
    bytes.putLong(MessageVector.CONTROL, memory.address() + CONTROL);
    bytes.putLong(MessageVector.CONTROLLEN, MessageVector.CMSG_LEN_INT);
  }

  /** Receives it: how many bytes of data came, or -1. */
  long receive(LinkCalls calls, int socket) {
    try {
      long length;
      do {
        length = calls.recvmsg(socket, memory.address(), FdOpener.MSG_CMSG_CLOEXEC);
      } while (length < 0 && calls.errno() == Errno.EINTR);
      return length;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** The descriptor; -1 when none came. */
  int descriptor() {
    boolean passed =
        bytes.getLong(MessageVector.CONTROLLEN) >= MessageVector.CMSG_LEN_INT
            && bytes.getLong(CONTROL) == MessageVector.CMSG_LEN_INT
            && bytes.getInt(CONTROL + MessageVector.CMSG_LEVEL) == FdOpener.SOL_SOCKET
            && bytes.getInt(CONTROL + MessageVector.CMSG_TYPE) == FdOpener.SCM_RIGHTS;
    return passed ? bytes.getInt(CONTROL + MessageVector.CMSG_DATA) : -1;
  }

  /** Whether more was passed than there is room for. */
  boolean isTruncated() {
    return (bytes.getInt(MessageVector.FLAGS) & MessageVector.MSG_CTRUNC) != 0;
  }
}
