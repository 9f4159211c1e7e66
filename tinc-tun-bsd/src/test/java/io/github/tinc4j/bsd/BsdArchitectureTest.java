package io.github.tinc4j.bsd;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/** Whom this module knows (ADR 0009, 0016). */
@NullMarked
@AnalyzeClasses(packages = "io.github.tinc4j.bsd", importOptions = DoNotIncludeTests.class)
class BsdArchitectureTest {

  @ArchTest
  static final ArchRule devicesKnowTheSpiTheApiWhatDevicesShareAndJna =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "io.github.tinc4j.bsd",
                  "io.github.tinc4j.spi",
                  "io.github.tinc4j.api..",
                  "io.github.tinc4j.tun",
                  "com.sun.jna",
                  "java.io",
                  "java.lang..",
                  "java.nio",
                  "java.nio.charset",
                  "java.util..",
                  "org.jspecify.annotations"));

  @ArchTest static final ArchRule noStateIsStatic = fields().that().areStatic().should().beFinal();
}
