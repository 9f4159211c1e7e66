package io.github.tinc4j.interop;

import java.util.List;

/** The subnets that tincd tells of at SIGUSR2, a line each (spec 40, 8). */
final class SubnetDump {

  private SubnetDump() {}

  /** Asks {@code tincd}. */
  static List<String> ask(Daemon tincd) {
    Log log = tincd.log();
    int mark = log.mark();
    tincd.signal("USR2");
    log.await("^End of subnet list", mark, Daemon.ANSWER_PATIENCE);
    return log.since(mark);
  }
}
