package io.github.tinc4j.core.tunnel;

import io.github.tinc4j.api.DropReason;

/** How sealers and openers return the reason of a drop in place of a length. */
public final class Dropped {

  private static final DropReason[] REASONS = DropReason.values();

  private Dropped() {}

  @SuppressWarnings("EnumOrdinal") // the number is never stored nor sent; counters are kept by it
  static int because(DropReason reason) {
    return -1 - reason.ordinal();
  }

  /** The reason that a negative length stands for. */
  public static DropReason reason(int negativeLength) {
    return REASONS[-1 - negativeLength];
  }
}
