package io.github.tinc4j.bsd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.testkit.Background;
import io.github.tinc4j.tun.NativeText;
import io.github.tinc4j.tun.OffHeap;
import java.util.concurrent.Future;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The functions of the C library under their names, as far as Linux has them too: what their
 * numbers mean is another matter there.
 */
@NullMarked
@Timeout(30)
class BsdLibcTest {

  // Linux: poll.h, asm-generic/fcntl.h, ioctls.h, errno.h, socket.h, in.h
  private static final int POLLIN = 1;
  private static final int O_RDWR = 2;
  private static final int O_NONBLOCK = 0x800;
  private static final int F_GETFD = 1;
  private static final int F_GETFL = 3;
  private static final long FIONREAD = 0x541b;
  private static final int EBADF = 9;
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOL_SOCKET = 1;
  private static final int SO_TYPE = 3;
  private static final int ECONNREFUSED = 111;

  private SystemCalls libc;

  @BeforeEach
  void load() {
    Needs.linux();
    libc = BsdLibc.load();
  }

  @Test
  void aPipeIsWrittenPolledAndRead() {
    var ends = new OffHeap(8);
    assertThat(libc.pipe(ends.address())).isZero();
    int readFd = ends.bytes().getInt(0);
    int writeFd = ends.bytes().getInt(4);
    var pollfd = new OffHeap(8);
    pollfd.bytes().putInt(0, readFd).putShort(4, (short) POLLIN);
    assertThat(libc.poll(pollfd.address(), 1, 1)).as("nothing yet").isZero();
    var memory = new OffHeap(10);
    memory.bytes().put(0, new byte[] {1, 2, 3});
    assertThat(libc.write(writeFd, memory.address(), 3)).isEqualTo(3);
    assertThat(libc.poll(pollfd.address(), 1, -1)).isEqualTo(1);
    assertThat(pollfd.bytes().getShort(6)).isEqualTo((short) POLLIN);

    var count = new OffHeap(4);
    assertThat(libc.ioctl(readFd, FIONREAD, count.address())).isZero();
    assertThat(count.bytes().getInt(0)).as("what an ioctl writes").isEqualTo(3);

    assertThat(libc.read(readFd, memory.address() + 5, 5)).isEqualTo(3);
    assertThat(memory.bytes().get(5)).isEqualTo((byte) 1);
    assertThat(libc.close(readFd)).isZero();
    assertThat(libc.close(writeFd)).isZero();
    assertThat(libc.close(writeFd)).isEqualTo(-1);
    assertThat(libc.errno()).isEqualTo(EBADF);
    assertThat(libc.errorText(EBADF)).isNotBlank();
  }

  @Test
  void theFlagsOfADescriptorAreSet() {
    OffHeap path = NativeText.of("/dev/null");
    int fd = libc.open(path.address(), O_RDWR);
    assertThat(fd).isNotNegative();
    assertThat(libc.fcntl(fd, Descriptors.F_SETFD, Descriptors.FD_CLOEXEC)).isZero();
    assertThat(libc.fcntl(fd, F_GETFD, 0)).isEqualTo(1);
    assertThat(libc.fcntl(fd, Descriptors.F_SETFL, O_NONBLOCK)).isZero();
    assertThat(libc.fcntl(fd, F_GETFL, 0) & (O_NONBLOCK | O_RDWR)).isEqualTo(O_NONBLOCK | O_RDWR);
    assertThat(libc.close(fd)).isZero();
    assertThat(libc.fcntl(fd, F_GETFL, 0)).isEqualTo(-1);
    assertThat(libc.errno()).as("after a call with variable arguments").isEqualTo(EBADF);
  }

  @Test
  void aSocketHasOptionsAndIsConnected() {
    int fd = libc.socket(AF_UNIX, SOCK_DGRAM, 0);
    assertThat(fd).isNotNegative();
    var value = new OffHeap(4);
    var size = new OffHeap(4);
    size.bytes().putInt(0, 4);
    assertThat(libc.getsockopt(fd, SOL_SOCKET, SO_TYPE, value.address(), size.address())).isZero();
    assertThat(value.bytes().getInt(0)).isEqualTo(SOCK_DGRAM);
    var address = new OffHeap(32);
    address.bytes().putShort(0, (short) AF_UNIX).put(3, (byte) 'x'); // abstract: nobody has it
    assertThat(libc.connect(fd, address.address(), 20)).isEqualTo(-1);
    assertThat(libc.errno()).isEqualTo(ECONNREFUSED);
    assertThat(libc.close(fd)).isZero();
  }

  @Test
  void theListOfAddressesIsGivenAndFreed() {
    var list = new OffHeap(8);
    assertThat(libc.getifaddrs(list.address())).isZero();
    assertThat(list.bytes().getLong(0)).isNotZero();
    libc.freeifaddrs(list.bytes().getLong(0));
  }

  @Test
  void aReadThatIsBlockedInTheKernelEndsWhenTheDeviceIsClosed() throws Exception {
    try (LinuxPipe kernel = new LinuxPipe(libc)) {
      BsdTun device = kernel.device(Framing.BARE_IP);
      var batch = new PacketBatch(2);
      kernel.send(TestPacket.ipv4(1));
      assertThat(device.read(batch)).isEqualTo(1);
      assertThat(TestPacket.in(batch)).containsExactly(TestPacket.ipv4(1));

      Future<Integer> read = Background.call(() -> device.read(batch));
      kernel.polled().await();
      assertThat(read.isDone()).isFalse();
      kernel.send(TestPacket.ipv6(2));
      assertThat(read.get()).isEqualTo(1);

      Future<Integer> blocked = Background.call(() -> device.read(batch));
      device.close();
      assertThat(blocked.get()).isEqualTo(-1);
    }
  }
}
