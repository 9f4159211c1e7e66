package io.github.tinc4j.core.tunnel;

import io.github.tinc4j.api.DropReason;

/** How sealers and openers return the reason of a drop in place of a length. */
final class Dropped {

  private Dropped() {}

  @SuppressWarnings("EnumOrdinal") // the number is never stored nor sent; counters are kept by it
  static int because(DropReason reason) {
    return -1 - reason.ordinal();
  }
}
