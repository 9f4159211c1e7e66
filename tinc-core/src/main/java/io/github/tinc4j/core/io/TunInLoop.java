package io.github.tinc4j.core.io;

import io.github.tinc4j.core.data.PacketLane;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The thread of the device: reads what the host sends, and hands it to its lane. */
public final class TunInLoop implements Runnable {

  private static final int BATCH = 64;

  /** Spec 40, 6: after so many errors in a row the node ends. */
  private static final int MOST_ERRORS = 10;

  private static final long ERROR_PAUSE_MS = 50;

  private final TunDevice device;
  private final PacketLane lane;
  private final Consumer<Throwable> failed;
  private final PacketBatch batch = new PacketBatch(BATCH);
  private final CountDownLatch ending = new CountDownLatch(1);
  private int errors;

  /** Prepares the loop; closing the device ends it. */
  public TunInLoop(TunDevice device, PacketLane lane, Consumer<Throwable> failed) {
    this.device = device;
    this.lane = lane;
    this.failed = failed;
  }

  /** Ends the loop even while it waits after an error; the device is to be closed as well. */
  public void end() {
    ending.countDown();
  }

  @Override
  public void run() {
    try {
      while (ending.getCount() > 0 && step()) {}
    } catch (InterruptedException | RuntimeException | Error e) {
      failed.accept(e);
    }
  }

  /**
   * Moves one batch; false at the end. What is called for each batch gets compiled; a loop that is
   * entered once and mostly waits stays with the interpreter.
   */
  private boolean step() throws InterruptedException {
    try {
      if (device.read(batch) < 0) {
        return false;
      }
    } catch (IOException e) {
      return rest(e);
    }
    errors = 0;
    lane.fromDevice(batch, System.nanoTime());
    return true;
  }

  /** Waits a little after an error; false when that was one too many, or the end. */
  private boolean rest(IOException e) throws InterruptedException {
    if (++errors > MOST_ERRORS) {
      failed.accept(e);
      return false;
    }
    return !ending.await(ERROR_PAUSE_MS * errors, TimeUnit.MILLISECONDS);
  }
}
