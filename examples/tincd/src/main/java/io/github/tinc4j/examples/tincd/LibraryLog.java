package io.github.tinc4j.examples.tincd;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Brings what the library logs into a {@link DaemonLog}: warnings and errors at level 0,
 * information at 1, the rest at 2.
 */
final class LibraryLog extends Handler implements AutoCloseable {

  private final Logger library = Logger.getLogger("io.github.tinc4j");
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final DaemonLog log;

  private LibraryLog(DaemonLog log) {
    this.log = log;
  }

  /** Begins; {@link #close} ends it. */
  static LibraryLog into(DaemonLog log) {
    var handler = new LibraryLog(log);
    handler.library.setUseParentHandlers(false);
    handler.library.setLevel(log.level() >= DaemonLog.STATUS ? Level.FINE : Level.INFO);
    handler.library.addHandler(handler);
    return handler;
  }

  @Override
  public void publish(LogRecord record) {
    int level = record.getLevel().intValue();
    int its =
        level >= Level.WARNING.intValue()
            ? DaemonLog.ALWAYS
            : level >= Level.INFO.intValue() ? DaemonLog.CONNECTIONS : DaemonLog.STATUS;
    log.log(its, formatter.formatMessage(record) + cause(record.getThrown()));
  }

  /** A fault of the network or the host in one line; of ours, with where it was. */
  static String cause(@Nullable Throwable thrown) {
    if (thrown == null) {
      return "";
    }
    if (thrown instanceof IOException) {
      return ": " + thrown.getMessage();
    }
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return ": " + trace;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    library.removeHandler(this);
    library.setUseParentHandlers(true);
    library.setLevel(null);
  }
}
