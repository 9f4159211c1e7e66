package io.github.tinc4j.core.node;

import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.core.io.ControlLoop;
import io.github.tinc4j.core.io.ListenSockets;
import io.github.tinc4j.core.io.TunInLoop;
import io.github.tinc4j.core.io.UdpInLoop;
import io.github.tinc4j.spi.TunDevice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** The threads and resources of one node, begun and ended in order (spec 40, 8 and 11). */
final class Lifecycle {

  private final TunDevice device;
  private final Scripts scripts;
  private final ListenSockets listening;
  private final ControlLoop control;
  private final TunInLoop tunIn;
  private final List<UdpInLoop> udpIn;
  private final Blocking blocking;
  private final Thread controlThread;
  private final Thread tunThread;
  private final List<Thread> udpThreads = new ArrayList<>();

  Lifecycle(
      TunDevice device,
      Scripts scripts,
      ListenSockets listening,
      ControlLoop control,
      TunInLoop tunIn,
      List<UdpInLoop> udpIn,
      Blocking blocking,
      NodeThreads threads) {
    this.device = device;
    this.scripts = scripts;
    this.listening = listening;
    this.control = control;
    this.tunIn = tunIn;
    this.udpIn = udpIn;
    this.blocking = blocking;
    this.controlThread = threads.daemon(control, "tinc-control");
    this.tunThread = threads.daemon(tunIn, "tinc-tun-in-0");
    for (int i = 0; i < udpIn.size(); i++) {
      udpThreads.add(threads.daemon(udpIn.get(i), "tinc-udp-in-" + i));
    }
  }

  void start() {
    controlThread.start();
    udpThreads.forEach(Thread::start);
    tunThread.start();
  }

  /** Whether the calling thread is one of ours, which {@link #end} waits for. */
  boolean isOwnThread() {
    Thread current = Thread.currentThread();
    return current == controlThread || current == tunThread || udpThreads.contains(current);
  }

  /**
   * Ends everything; not called from one of its own threads.
   *
   * @param ownSubnets gives our own subnets as they are once the control thread has ended
   */
  void end(Supplier<Collection<Subnet>> ownSubnets) throws InterruptedException {
    control.submit(
        (engine, nowNs) -> {
          engine.stop(nowNs);
          engine.flush(nowNs);
        });
    control.end();
    controlThread.join();
    udpIn.forEach(UdpInLoop::end);
    listening.close();
    for (Thread thread : udpThreads) {
      thread.join();
    }
    try {
      blocking.end();
      scripts.runOwnSubnetsDown(ownSubnets.get());
      scripts.runDown();
    } finally {
      tunIn.end();
      device.close();
      tunThread.join();
    }
  }
}
