package io.github.tinc4j.api;

/**
 * The name of a node: one or more ASCII letters, digits or underscores, case-sensitive (spec 10,
 * 5.8). Names order by their bytes, which is the order tinc walks nodes in.
 *
 * @param value the name itself, 1 to {@value #MAX_LENGTH} characters
 */
public record NodeName(String value) implements Comparable<NodeName> {

  /** The longest name a request can carry, in characters (spec 10, 2.2). */
  public static final int MAX_LENGTH = 2048;

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException when {@code value} is no valid name
   */
  public NodeName {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "not a node name (letters, digits and '_' only): '" + value + "'");
    }
  }

  /**
   * The name written {@code value}.
   *
   * @throws IllegalArgumentException when {@code value} is no valid name
   */
  public static NodeName of(String value) {
    return new NodeName(value);
  }

  /** Whether {@code value} may be the name of a node. */
  public static boolean isValid(String value) {
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      if (!isNameCharacter(value.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  @Override
  public int compareTo(NodeName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
