package io.github.tinc4j.core.event;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
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

  private record Entry(Key key, long deadlineNs, long number) {}

  private final Map<Key, Entry> armed = new HashMap<>();
  private final TreeSet<Entry> queue = new TreeSet<>(TimerTable::compare);
  private long lastNumber;

  private static int compare(Entry a, Entry b) {
    // The clock may wrap around; deadlines are never further apart than half its range.
    int order = Long.signum(a.deadlineNs - b.deadlineNs);
    return order != 0 ? order : Long.compare(a.number, b.number);
  }

  /** Arms a timer, in place of the deadline that it had. */
  public void arm(Timer timer, String subject, long deadlineNs) {
    var entry = new Entry(new Key(timer, subject), deadlineNs, ++lastNumber);
    drop(armed.put(entry.key, entry));
    queue.add(entry);
  }

  /** Disarms a timer, if it is armed. */
  public void disarm(Timer timer, String subject) {
    drop(armed.remove(new Key(timer, subject)));
  }

  private void drop(@Nullable Entry entry) {
    if (entry != null) {
      queue.remove(entry);
    }
  }

  /** Makes all deadlines of {@code timer} come at {@code deadlineNs}, in the order they had. */
  public void hasten(Timer timer, long deadlineNs) {
    List<String> subjects =
        queue.stream()
            .filter(entry -> entry.key.timer == timer)
            .map(entry -> entry.key.subject)
            .toList();
    subjects.forEach(subject -> arm(timer, subject, deadlineNs));
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

  /** How many deadlines are held. */
  int size() {
    return queue.size();
  }

  /** The earliest deadline, or {@link #NEVER}. */
  public long earliestNs() {
    return queue.isEmpty() ? NEVER : queue.first().deadlineNs;
  }

  /** Calls {@code handler} for each deadline that has come, in their order. */
  public void fire(long nowNs, Handler handler) {
    while (!queue.isEmpty() && queue.first().deadlineNs - nowNs <= 0) {
      Entry entry = Objects.requireNonNull(queue.pollFirst());
      armed.remove(entry.key);
      handler.fired(entry.key.timer, entry.key.subject);
    }
  }
}
