package io.github.tinc4j.examples.tincd;

/** What a signal asks of a running daemon (spec 40, 8). */
enum Request {
  /** To open the log file anew, and to take what has changed in the configuration. */
  RELOAD("HUP"),
  /** To do now what waits for its time. */
  RETRY("ALRM"),
  /** To raise the debug level to 5, or to set it back. */
  TOGGLE_DEBUG("INT"),
  /** To log the connections. */
  DUMP_CONNECTIONS("USR1"),
  /** To log statistics of the device, nodes, edges and subnets. */
  DUMP_STATE("USR2"),
  /** To forget nodes that cannot be reached. */
  PURGE("WINCH"),
  /** To leave the mesh and end. */
  STOP("TERM");

  private final String signal;

  Request(String signal) {
    this.signal = signal;
  }

  /** The signal's name, without {@code SIG}. */
  String signal() {
    return signal;
  }
}
