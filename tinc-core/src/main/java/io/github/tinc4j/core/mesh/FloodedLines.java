package io.github.tinc4j.core.mesh;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The flooded lines of late, by their whole text: each is worked on and passed on once (spec 10,
 * 4). Past {@value #MOST_CHARACTERS} characters the oldest are forgotten early.
 */
public final class FloodedLines {

  private static final int MOST_CHARACTERS = 8 << 20;

  private final Mesh mesh;
  private final Map<String, Long> seenAtNs = new LinkedHashMap<>();
  private int characters;

  /** Remembers by the time of {@code mesh}. */
  public FloodedLines(Mesh mesh) {
    this.mesh = mesh;
  }

  /** Notes a line; false when it is here already. */
  public boolean isNew(String line) {
    if (seenAtNs.putIfAbsent(line, mesh.nowNs()) != null) {
      return false;
    }
    characters += line.length();
    if (characters > MOST_CHARACTERS) {
      Iterator<String> oldest = seenAtNs.keySet().iterator();
      while (characters > MOST_CHARACTERS) {
        characters -= oldest.next().length();
        oldest.remove();
      }
    }
    return true;
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
      characters -= entry.getKey().length();
      entries.remove();
    }
  }

  /** How many lines are remembered. */
  int size() {
    return seenAtNs.size();
  }
}
