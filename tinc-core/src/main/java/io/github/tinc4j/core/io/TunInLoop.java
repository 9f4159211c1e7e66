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
    int errors = 0;
    try {
      while (ending.getCount() > 0) {
        try {
          if (device.read(batch) < 0) {
            return;
          }
          errors = 0;
          lane.fromDevice(batch, System.nanoTime());
        } catch (IOException e) {
          if (++errors > MOST_ERRORS) {
            failed.accept(e);
            return;
          }
          if (ending.await(ERROR_PAUSE_MS * errors, TimeUnit.MILLISECONDS)) {
            return;
          }
        }
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      failed.accept(e);
    }
  }
}
