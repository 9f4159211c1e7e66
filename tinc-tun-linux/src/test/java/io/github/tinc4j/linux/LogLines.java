package io.github.tinc4j.linux;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.NullMarked;

/** What the library logs. */
@NullMarked
final class LogLines extends Handler {

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  private LogLines() {}

  /** The lines that are logged while something is done. */
  static List<String> of(Runnable action) {
    var handler = new LogLines();
    Logger logger = Logger.getLogger("io.github.tinc4j");
    logger.addHandler(handler);
    try {
      action.run();
    } finally {
      logger.removeHandler(handler);
    }
    return List.copyOf(handler.lines);
  }

  @Override
  public void publish(LogRecord entry) {
    Object[] parameters = entry.getParameters();
    lines.add(
        parameters == null
            ? entry.getMessage()
            : MessageFormat.format(entry.getMessage(), parameters));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
