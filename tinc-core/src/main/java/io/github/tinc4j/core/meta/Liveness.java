package io.github.tinc4j.core.meta;

/** Whether the peer of one connection is still there (spec 10, 7). Times are monotonic. */
public final class Liveness {

  private long lastActivityNs;
  private boolean pingOutstanding;
  private boolean stalled;
  private long stalledSinceNs;

  Liveness(long nowNs) {
    lastActivityNs = nowNs;
  }

  /** Time since the connection was made or we last sent a PING; what arrives does not count. */
  public long idleNs(long nowNs) {
    return nowNs - lastActivityNs;
  }

  /** A new stretch of waiting begins, for a TCP connection or a handshake. */
  public void restart(long nowNs) {
    lastActivityNs = nowNs;
  }

  /** A PING was sent. */
  public void pinged(long nowNs) {
    lastActivityNs = nowNs;
    pingOutstanding = true;
  }

  /** A PONG came. */
  public void answered() {
    pingOutstanding = false;
  }

  /** Whether a PING waits for its PONG. */
  public boolean isPingOutstanding() {
    return pingOutstanding;
  }

  /** Something waits to be taken by the system. */
  public void outputQueued(long nowNs) {
    if (!stalled) {
      stalled = true;
      stalledSinceNs = nowNs;
    }
  }

  /** The system has taken everything. */
  public void outputDrained() {
    stalled = false;
  }

  /** For how long something has been waiting to be sent without a break; 0 when nothing is. */
  public long stalledNs(long nowNs) {
    return stalled ? nowNs - stalledSinceNs : 0;
  }
}
