package io.github.tinc4j.api.config;

/**
 * {@code ProcessPriority}: how urgent the work of a node is to the system (spec 40, 3). The names
 * are those of the manual; a node in a program gives it to its own threads and to no other.
 */
public enum ProcessPriority {
  /** After all others: a nice value of 10. */
  LOW(10),
  /** As most: a nice value of 0. */
  NORMAL(0),
  /** Before most: a nice value of -10, which needs {@code CAP_SYS_NICE} on Linux. */
  HIGH(-10);

  private final int nice;

  ProcessPriority(int nice) {
    this.nice = nice;
  }

  /** The nice value of a UNIX system. */
  public int nice() {
    return nice;
  }
}
