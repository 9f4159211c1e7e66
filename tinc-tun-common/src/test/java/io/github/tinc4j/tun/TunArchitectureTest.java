package io.github.tinc4j.tun;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/** Whom this module knows (ADR 0016). */
@NullMarked
@AnalyzeClasses(packages = "io.github.tinc4j.tun", importOptions = DoNotIncludeTests.class)
class TunArchitectureTest {

  @ArchTest
  static final ArchRule whatDevicesShareKnowsJnaOnly =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "io.github.tinc4j.tun",
                  "com.sun.jna",
                  "java.io",
                  "java.lang..",
                  "java.nio",
                  "java.nio.charset",
                  "java.util..",
                  "org.jspecify.annotations"));

  /** Who maps one needs native access to be enabled for its own module. */
  @ArchTest
  static final ArchRule noFunctionIsMappedHere =
      noMethods().should().haveModifier(JavaModifier.NATIVE);

  @ArchTest static final ArchRule noStateIsStatic = fields().that().areStatic().should().beFinal();
}
