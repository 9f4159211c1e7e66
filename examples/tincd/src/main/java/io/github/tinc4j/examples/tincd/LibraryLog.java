package io.github.tinc4j.examples.tincd;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Brings what the library logs into the {@link DaemonLog}: warnings and errors at level 0,
 * information at 1, the rest at 2. Of the JDK itself, warnings and errors only.
 *
 * <p>The JDK finds it as a service. {@code java.util.logging} would not do: it closes its handlers
 * as soon as a signal arrives, and so loses what the end of the node has to say.
 */
public final class LibraryLog extends System.LoggerFinder {

  private static final AtomicReference<@Nullable DaemonLog> TARGET = new AtomicReference<>();

  /** For {@link java.util.ServiceLoader}. */
  public LibraryLog() {}

  /** Sends all to {@code log} from now on; null for nowhere. */
  static void into(@Nullable DaemonLog log) {
    TARGET.set(log);
  }

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new Bridge(name);
  }

  /** A fault of the network or the host in one line; of ours, with where it was. */
  static String cause(@Nullable Throwable thrown) {
    if (thrown == null) {
      return "";
    }
    if (thrown instanceof IOException) {
      return ": " + thrown.getMessage();
    }
    var trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return ": " + trace;
  }

  /** One logger of the library or the JDK. */
  private record Bridge(String name) implements System.Logger {

    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      DaemonLog log = TARGET.get();
      return log != null
          && level != Level.OFF
          && (level.compareTo(Level.WARNING) >= 0 || name.startsWith("io.github.tinc4j"))
          && debugLevel(level) <= log.level();
    }

    private static int debugLevel(Level level) {
      return switch (level) {
        case ERROR, WARNING -> DaemonLog.ALWAYS;
        case INFO -> DaemonLog.CONNECTIONS;
        default -> DaemonLog.STATUS;
      };
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      DaemonLog log = TARGET.get();
      if (log != null && isLoggable(level)) {
        log.log(debugLevel(level), message + cause(thrown));
      }
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object @Nullable ... parameters) {
      boolean plain = format == null || parameters == null || parameters.length == 0;
      String message = plain ? format : MessageFormat.format(format, parameters);
      log(level, bundle, message, (Throwable) null);
    }
  }
}
