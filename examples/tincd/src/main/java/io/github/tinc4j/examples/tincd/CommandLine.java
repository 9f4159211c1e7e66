package io.github.tinc4j.examples.tincd;

import io.github.tinc4j.api.config.ConfigDirectory;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the argument list asks for.
 *
 * @param task what to do
 * @param givenDirectory {@code -c}; null when not given
 * @param netName {@code -n}; null when not given or "."
 * @param noDetach {@code -D}
 * @param debugLevel {@code -d}, 0 when not given
 * @param signal {@code -k}, in capitals: a name without "SIG", or a number
 * @param keyBits {@code -K}, in bits
 * @param options {@code -o}, in the order given
 * @param givenPidFile {@code --pidfile}; null when not given
 * @param logToFile whether {@code --logfile} is given
 * @param givenLogFile its argument; null when it has none
 */
record CommandLine(
    Task task,
    @Nullable Path givenDirectory,
    @Nullable String netName,
    boolean noDetach,
    int debugLevel,
    String signal,
    int keyBits,
    List<String> options,
    @Nullable Path givenPidFile,
    boolean logToFile,
    @Nullable Path givenLogFile) {

  /** What to do; the earlier of two that are asked for. */
  enum Task {
    VERSION,
    HELP,
    KILL,
    GENERATE_KEYS,
    RUN
  }

  /**
   * Reads an argument list.
   *
   * @throws UsageException when it is wrong, or asks for what a Java process cannot do
   */
  static CommandLine parse(List<String> words) throws UsageException {
    var reader = new Reader();
    for (GetOpt.Given given : GetOpt.parse(words)) {
      reader.take(given.option(), given.argument());
    }
    return reader.result();
  }

  /** The configuration directory. */
  Path directory() {
    if (givenDirectory != null) {
      return givenDirectory;
    }
    Path all = Path.of("/etc/tinc");
    return netName == null ? all : all.resolve(netName);
  }

  /** How the daemon names itself in files and log lines. */
  String identity() {
    return netName == null ? "tinc" : "tinc." + netName;
  }

  Path pidFile() {
    return givenPidFile == null ? Path.of("/run/" + identity() + ".pid") : givenPidFile;
  }

  Path logFile() {
    return givenLogFile == null ? Path.of("/var/log/" + identity() + ".log") : givenLogFile;
  }

  /** Collects the options. */
  private static final class Reader {
    private Task task = Task.RUN;
    private @Nullable Path directory;
    private @Nullable String netName;
    private boolean noDetach;
    private int debugLevel;
    private String signal = "TERM";
    private int keyBits = ConfigDirectory.DEFAULT_KEY_BITS;
    private final List<String> options = new ArrayList<>();
    private @Nullable Path pidFile;
    private boolean logToFile;
    private @Nullable Path logFile;

    void take(Option option, @Nullable String argument) throws UsageException {
      String refusal = option.refusal();
      if (refusal != null) {
        throw new UsageException("--" + option.longName() + " is refused: " + refusal);
      }
      switch (option) {
        case CONFIG -> {
          once(directory, "configuration directory");
          directory = path(argument);
        }
        case NET -> {
          once(netName, "netname");
          netName = argument;
        }
        case PIDFILE -> {
          once(pidFile, "pidfile");
          pidFile = path(argument);
        }
        case LOGFILE -> {
          once(logFile, "logfile");
          logToFile = true;
          logFile = argument == null ? null : path(argument);
        }
        case OPTION -> options.add(String.valueOf(argument));
        case NO_DETACH -> noDetach = true;
        case DEBUG -> debugLevel = argument == null ? debugLevel + 1 : leadingInteger(argument);
        case KILL -> {
          signal = argument == null ? signal : KillCommand.signal(argument);
          ask(Task.KILL);
        }
        case GENERATE_KEYS -> {
          keyBits = argument == null ? keyBits : bits(argument);
          ask(Task.GENERATE_KEYS);
        }
        case HELP -> ask(Task.HELP);
        case VERSION -> ask(Task.VERSION);
        default -> throw new IllegalStateException("neither taken nor refused: " + option);
      }
    }

    private void ask(Task asked) {
      task = asked.compareTo(task) < 0 ? asked : task;
    }

    private static void once(@Nullable Object before, String what) throws UsageException {
      if (before != null) {
        throw new UsageException("Only one " + what + " can be given.");
      }
    }

    private static Path path(@Nullable String text) throws UsageException {
      try {
        return Path.of(String.valueOf(text));
      } catch (InvalidPathException e) {
        throw new UsageException("not the name of a file: " + e.getMessage());
      }
    }

    private static int bits(String argument) throws UsageException {
      int bits = leadingInteger(argument);
      if (bits < ConfigDirectory.MIN_KEY_BITS) {
        throw new UsageException(
            "Invalid argument '"
                + argument
                + "'; BITS must be a number equal to or greater than "
                + ConfigDirectory.MIN_KEY_BITS
                + ".");
      }
      return bits;
    }

    /** The decimal number that {@code text} begins with; 0 when there is none, or it is too big. */
    private static int leadingInteger(String text) {
      int end = 0;
      while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
        end++;
      }
      try {
        return Integer.parseInt(text.substring(0, end));
      } catch (NumberFormatException e) {
        return 0;
      }
    }

    CommandLine result() {
      return new CommandLine(
          task,
          directory,
          ".".equals(netName) ? null : netName,
          noDetach,
          debugLevel,
          signal,
          keyBits,
          List.copyOf(options),
          pidFile,
          logToFile,
          logFile);
    }
  }
}
