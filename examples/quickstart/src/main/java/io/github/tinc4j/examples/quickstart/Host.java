package io.github.tinc4j.examples.quickstart;

import io.github.tinc4j.api.MemoryDevice;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The "computer" behind a node's device: it answers pings, and can send them. */
final class Host implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final InetAddress address;
  private final MemoryDevice device;
  private final BlockingQueue<byte[]> replies = new LinkedBlockingQueue<>(64);
  private final Thread answering;
  private int lastSequence;

  Host(String name, InetAddress address) {
    this.address = address;
    this.device = new MemoryDevice(name);
    this.answering = new Thread(this::answer, "host-" + name);
    answering.setDaemon(true);
    answering.start();
  }

  /** The device to give to the node. */
  MemoryDevice device() {
    return device;
  }

  InetAddress address() {
    return address;
  }

  private void answer() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        byte[] packet = device.receive(1, TimeUnit.SECONDS);
        if (packet == null) {
          continue;
        }
        if (Echo.isRequest(packet)) {
          device.send(Echo.replyTo(packet));
        } else {
          replies.offer(packet);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends one ping; the round-trip time, or empty when no answer came. */
  Optional<Duration> ping(InetAddress to) throws InterruptedException {
    int sequence = ++lastSequence;
    long sent = System.nanoTime();
    device.send(Echo.request(address, to, sequence));
    long deadline = sent + PATIENCE.toNanos();
    for (long left = PATIENCE.toNanos(); left > 0; left = deadline - System.nanoTime()) {
      byte[] packet = replies.poll(left, TimeUnit.NANOSECONDS);
      if (packet != null && Echo.isReply(packet, sequence)) {
        return Optional.of(Duration.ofNanos(System.nanoTime() - sent));
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    answering.interrupt();
  }
}
