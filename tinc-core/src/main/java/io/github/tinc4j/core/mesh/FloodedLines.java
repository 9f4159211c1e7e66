package io.github.tinc4j.core.mesh;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The flooded lines of late, by their whole text: each is worked on and passed on once (spec 10,
 * 4). Past {@value #MOST_BYTES} bytes, roughly, the oldest are forgotten early.
 */
public final class FloodedLines {

  private static final int MOST_BYTES = 16 << 20;

  /** What a line takes besides its characters: objects of the text, the time and the map. */
  private static final int OVERHEAD = 112;

  private final Mesh mesh;
  private final Map<String, Long> seenAtNs = new LinkedHashMap<>();
  private int bytes;

  /** Remembers by the time of {@code mesh}. */
  public FloodedLines(Mesh mesh) {
    this.mesh = mesh;
  }

  /** Notes a line; false when it is here already. */
  public boolean isNew(String line) {
    if (seenAtNs.putIfAbsent(line, mesh.nowNs()) != null) {
      return false;
    }
    bytes += size(line);
    if (bytes > MOST_BYTES) {
      Iterator<String> oldest = seenAtNs.keySet().iterator();
      while (bytes > MOST_BYTES) {
        bytes -= size(oldest.next());
        oldest.remove();
      }
    }
    return true;
  }

  private static int size(String line) {
    return line.length() + OVERHEAD;
  }

  /** Forgets the lines that are at least {@code ageNs} old. */
  public void forget(long ageNs) {
    long beforeNs = mesh.nowNs() - ageNs;
    Iterator<Map.Entry<String, Long>> entries = seenAtNs.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<String, Long> entry = entries.next();
      if (entry.getValue() - beforeNs > 0) {
        return;
      }
      bytes -= size(entry.getKey());
      entries.remove();
    }
  }

  /** How many lines are remembered. */
  int size() {
    return seenAtNs.size();
  }
}
