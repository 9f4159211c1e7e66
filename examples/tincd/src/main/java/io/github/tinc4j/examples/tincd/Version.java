package io.github.tinc4j.examples.tincd;

/** Which tincd this is. */
final class Version {

  /** As the jar's manifest says it; without a jar, "(unpacked)". */
  static final String TEXT = "(tinc4j " + number() + ")";

  private Version() {}

  private static String number() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "unpacked" : version;
  }
}
