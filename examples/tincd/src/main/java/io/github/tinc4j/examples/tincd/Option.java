package io.github.tinc4j.examples.tincd;

import org.jspecify.annotations.Nullable;

/** The options of tincd 1.0.36, in the order of its help. */
enum Option {
  CONFIG('c', "config", Argument.REQUIRED, "DIR", "Use the configuration in DIR."),
  NO_DETACH('D', "no-detach", Argument.NONE, "", "Stay in the foreground."),
  DEBUG('d', "debug", Argument.OPTIONAL, "LEVEL", "Raise the debug level, or set it to LEVEL."),
  KILL('k', "kill", Argument.OPTIONAL, "SIGNAL", "Send SIGNAL (TERM) to a running tincd and exit."),
  NET('n', "net", Argument.REQUIRED, "NETNAME", "Use the configuration in /etc/tinc/NETNAME."),
  GENERATE_KEYS('K', "generate-keys", Argument.OPTIONAL, "BITS", "Make an RSA key pair and exit."),
  MLOCK('L', "mlock", Argument.NONE, "", Reason.MLOCK),
  LOGFILE('\0', "logfile", Argument.OPTIONAL, "FILENAME", "Write the log to a file."),
  PIDFILE('\0', "pidfile", Argument.REQUIRED, "FILENAME", "Write the process id to FILENAME."),
  OPTION(
      'o', "option", Argument.REQUIRED, "[HOST.]KEY=VALUE", "Set a variable of HOST or our own."),
  CHROOT('R', "chroot", Argument.NONE, "", Reason.CHROOT),
  USER('U', "user", Argument.REQUIRED, "USER", Reason.USER),
  BYPASS_SECURITY('\0', "bypass-security", Argument.NONE, "", Reason.BYPASS_SECURITY),
  HELP('\0', "help", Argument.NONE, "", "Display this help and exit."),
  VERSION('\0', "version", Argument.NONE, "", "Output version information and exit.");

  /** Whether an option takes an argument. */
  enum Argument {
    NONE,
    OPTIONAL,
    REQUIRED
  }

  /** Why an option is refused that a Java process cannot honour, or must not. */
  private record Reason(String text) {
    static final Reason MLOCK =
        new Reason("Java cannot lock its memory; turn swap off or encrypt it");
    static final Reason CHROOT =
        new Reason("Java loads its files while it runs and cannot change its root");
    static final Reason USER =
        new Reason("Java cannot change its user; start it as that user, with CAP_NET_ADMIN");
    static final Reason BYPASS_SECURITY =
        new Reason("it lets anybody in as any node; there is no such mode here");
  }

  private final char letter;
  private final String longName;
  private final Argument argument;
  private final String argumentName;
  private final String help;
  private final @Nullable String refusal;

  Option(char letter, String longName, Argument argument, String argumentName, String help) {
    this(letter, longName, argument, argumentName, help, null);
  }

  Option(char letter, String longName, Argument argument, String argumentName, Reason refusal) {
    this(letter, longName, argument, argumentName, "Refused: " + refusal.text() + ".", refusal);
  }

  Option(
      char letter,
      String longName,
      Argument argument,
      String argumentName,
      String help,
      @Nullable Reason refusal) {
    this.letter = letter;
    this.longName = longName;
    this.argument = argument;
    this.argumentName = argumentName;
    this.help = help;
    this.refusal = refusal == null ? null : refusal.text();
  }

  /** The option {@code -letter}, or null. */
  static @Nullable Option ofLetter(char letter) {
    for (Option option : values()) {
      if (option.letter == letter && letter != '\0') {
        return option;
      }
    }
    return null;
  }

  String longName() {
    return longName;
  }

  Argument argument() {
    return argument;
  }

  /** Why it is not taken, or null when it is. */
  @Nullable String refusal() {
    return refusal;
  }

  /** Its line in the help. */
  String helpLine() {
    String value =
        switch (argument) {
          case NONE -> "";
          case OPTIONAL -> "[=" + argumentName + "]";
          case REQUIRED -> "=" + argumentName;
        };
    String names = (letter == '\0' ? "    " : "-" + letter + ", ") + "--" + longName + value;
    return String.format("  %-31s%s", names, help);
  }
}
