package io.github.tinc4j.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A User Mode Linux with a network interface, as its switch sees it: what the driver does when the
 * interface is set up and when it is used. Not thread-safe.
 */
@NullMarked
final class UmlClient implements AutoCloseable {

  private static final AtomicInteger NAMES = new AtomicInteger();

  private final PeerSockets sockets = new PeerSockets();
  private final int control;
  private final int frames;
  private final byte[] name;
  private byte @Nullable [] switchAddress;

  /** Connects to the switch, and says nothing yet. */
  UmlClient(String path) throws Exception {
    frames = sockets.socket(UnixAddress.SOCK_DGRAM);
    // As the driver does: a NUL, its process, and a time.
    name = new byte[UnixAddress.PATH_SIZE];
    ByteBuffer.wrap(name)
        .order(ByteOrder.nativeOrder())
        .putInt(1, (int) ProcessHandle.current().pid())
        .putInt(5, NAMES.incrementAndGet());
    sockets.bind(frames, UnixAddress.ofName(Arrays.copyOfRange(name, 1, name.length)));
    control = sockets.socket(UnixAddress.SOCK_STREAM);
    sockets.connect(control, UnixAddress.ofPath(path));
  }

  /** A client that has been answered. */
  static UmlClient connected(String path) throws Exception {
    var client = new UmlClient(path);
    client.say(client.request(0xfeedface, 3, 0));
    client.hearAnswer();
    return client;
  }

  /** A {@code struct request_v3}. */
  byte[] request(int magic, int version, int type) {
    ByteBuffer request = ByteBuffer.allocate(124).order(ByteOrder.nativeOrder());
    request.putInt(magic).putInt(version).putInt(type).putShort((short) 1).put(name);
    return request.array();
  }

  /** Sends that by the stream. */
  void say(byte[] bytes) {
    sockets.send(control, bytes);
  }

  /** What the switch says next by the stream; empty when it has closed it. */
  byte[] hear() {
    return sockets.read(control);
  }

  /** Takes the answer, an address of full length. */
  void hearAnswer() {
    byte[] answer = hear();
    if (answer.length != 110 || answer[0] + answer[1] != 1 || answer[2] != 0) {
      throw new AssertionError("no abstract address of 110 bytes: " + answer.length);
    }
    switchAddress = answer;
  }

  /** The address that was answered. */
  byte[] switchAddress() {
    if (switchAddress == null) {
      throw new AssertionError("not connected");
    }
    return switchAddress;
  }

  /** Sends a frame to the switch; the error number, or 0. */
  int send(byte[] frame) {
    return sockets.sendTo(frames, frame, switchAddress());
  }

  /** Waits for a frame. */
  byte[] receive() {
    return sockets.read(frames);
  }

  /** Closes the socket for frames only. */
  void closeFrames() {
    sockets.close(frames);
  }

  @Override
  public void close() {
    sockets.close();
  }
}
