package io.github.tinc4j.core.device;

/**
 * Tells the frames that a multicast group sends back to us from those of others, by their source
 * addresses (6 bytes, in the low bits of a long).
 *
 * <p>tincd leaves out what has the source of the last frame it wrote (spec 40, 10). So do we; but
 * we write many frames at once, and the echo of one may come when others were written after it.
 * Each frame written is therefore expected back, once. Any thread.
 */
final class Echoes {

  /** More frames than a socket buffer holds; what is not back by then was lost. */
  private static final int MOST = 1024;

  /** Not an address. */
  private static final long NONE = -1;

  private final long[] expected = new long[MOST];
  private int first;
  private int count;
  private long last;

  /** A frame with this source is about to be written. */
  synchronized void expect(long source) {
    if (count == MOST) {
      removeFirst();
    }
    expected[(first + count) % MOST] = source;
    count++;
    last = source;
  }

  /**
   * Whether a frame with this source, which came in, is to be left out: it was written and is
   * expected back, or has the source of the last one; before the first, that is zero.
   */
  synchronized boolean isOne(long source) {
    for (int i = 0; i < count; i++) {
      int place = (first + i) % MOST;
      if (expected[place] == source) {
        expected[place] = NONE;
        forgetWhatIsBack();
        return true;
      }
    }
    return source == last;
  }

  private void forgetWhatIsBack() {
    while (count > 0 && expected[first] == NONE) {
      removeFirst();
    }
  }

  private void removeFirst() {
    first = (first + 1) % MOST;
    count--;
  }
}
