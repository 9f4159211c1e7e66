package io.github.tinc4j.core.event;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Deadlines by name: at most one for each timer and subject.
 *
 * <p>Times are monotonic nanoseconds. Control thread only.
 */
public final class TimerTable {

  /** No deadline. */
  public static final long NEVER = Long.MAX_VALUE;

  /** What is called when a deadline has come. */
  public interface Handler {
    /**
     * A timer has run out; it is no longer armed.
     *
     * @param subject what it was armed for; empty when the timer is one for the whole node
     */
    void fired(Timer timer, String subject);
  }

  private record Key(Timer timer, String subject) {}

  private record Entry(Key key, long deadlineNs) {}

  private final Map<Key, Entry> armed = new HashMap<>();
  private final PriorityQueue<Entry> queue =
      new PriorityQueue<>((a, b) -> Long.signum(a.deadlineNs - b.deadlineNs));

  /** Arms a timer, in place of the deadline that it had. */
  public void arm(Timer timer, String subject, long deadlineNs) {
    var entry = new Entry(new Key(timer, subject), deadlineNs);
    armed.put(entry.key, entry);
    queue.add(entry);
  }

  /** Disarms a timer, if it is armed. */
  public void disarm(Timer timer, String subject) {
    armed.remove(new Key(timer, subject));
  }

  /** Whether a timer is armed. */
  public boolean isArmed(Timer timer, String subject) {
    return armed.containsKey(new Key(timer, subject));
  }

  /** Disarms all timers. */
  public void clear() {
    armed.clear();
    queue.clear();
  }

  /** The earliest deadline, or {@link #NEVER}. */
  public long earliestNs() {
    Entry first = first();
    return first == null ? NEVER : first.deadlineNs;
  }

  /** Calls {@code handler} for each deadline that has come, in their order. */
  public void fire(long nowNs, Handler handler) {
    for (Entry entry = first(); entry != null && entry.deadlineNs - nowNs <= 0; entry = first()) {
      queue.remove();
      armed.remove(entry.key);
      handler.fired(entry.key.timer, entry.key.subject);
    }
  }

  /** The first entry that is still armed as it was queued. */
  private @Nullable Entry first() {
    Entry entry = queue.peek();
    while (entry != null && !entry.equals(armed.get(entry.key))) {
      queue.remove();
      entry = queue.peek();
    }
    return entry;
  }
}
