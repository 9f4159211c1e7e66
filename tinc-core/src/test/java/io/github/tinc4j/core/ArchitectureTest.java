package io.github.tinc4j.core;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** Who may know whom, and who may touch the world outside. */
@AnalyzeClasses(
    packages = "io.github.tinc4j",
    importOptions = ArchitectureTest.MainCodeOfApiAndCore.class)
class ArchitectureTest {

  static final class MainCodeOfApiAndCore implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/test-classes/");
    }
  }

  private static final String ROOT = "io.github.tinc4j.";
  private static final String CORE = ROOT + "core.";
  private static final String ALL_OF_CORE = "io.github.tinc4j.core..";

  /** The only packages with sockets, threads, files and clocks. */
  private static final String[] OUTSIDE = {
    CORE + "io..", CORE + "device..", CORE + "config..", CORE + "script..", CORE + "node.."
  };

  /** Every package of the core, and the packages of the core and the SPI that it may import. */
  private static final Map<String, Set<String>> MAY_IMPORT = mayImport();

  private static Map<String, Set<String>> mayImport() {
    Map<String, Set<String>> rules = new LinkedHashMap<>();
    for (String leaf : List.of("wire", "crypto", "compress", "replay", "proxy")) {
      rules.put(leaf, Set.of());
    }
    rules.put("legacy", Set.of("wire", "crypto"));
    rules.put("tunnel", Set.of("crypto", "compress", "replay", "spi"));
    rules.put("forward", Set.of("tunnel", "wire"));
    rules.put("route", Set.of("forward", "spi"));
    rules.put("data", Set.of("forward", "route", "tunnel", "wire", "spi"));
    rules.put("event", Set.of("wire", "forward"));
    rules.put("meta", Set.of("event", "wire", "legacy", "crypto", "proxy"));
    rules.put(
        "mesh",
        Set.of("event", "meta", "wire", "legacy", "tunnel", "forward", "crypto", "compress"));
    rules.put("path", with(rules.get("mesh"), "mesh"));
    rules.put("connect", with(rules.get("mesh"), "mesh", "proxy"));
    rules.put("engine", with(rules.get("mesh"), "mesh", "path", "connect", "proxy"));
    rules.put("device", Set.of("spi"));
    rules.put("config", Set.of("crypto", "compress"));
    rules.put("script", Set.of());
    rules.put("io", Set.of("engine", "event", "data", "route", "forward", "spi"));
    Set<String> everything = new TreeSet<>(rules.keySet());
    everything.add("spi");
    rules.put("node", everything);
    return rules;
  }

  private static Set<String> with(Set<String> some, String... more) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(List.of(more));
    return all;
  }

  /** {@code core.mesh} as {@code mesh}, {@code spi} as itself; empty for what anybody may use. */
  private static String shortName(String packageName) {
    if (packageName.startsWith(CORE)) {
      return packageName.substring(CORE.length());
    }
    return packageName.equals(ROOT + "spi") ? "spi" : "";
  }

  @ArchTest
  static void aPackageImportsOnlyWhatItsPlaceAllows(JavaClasses classes) {
    Set<String> forbidden = new TreeSet<>();
    for (JavaClass from : classes) {
      String source = shortName(from.getPackageName());
      if (!from.getPackageName().startsWith(CORE)) {
        continue;
      }
      Set<String> allowed = MAY_IMPORT.get(source);
      assertThat(allowed).as("rule for package %s", source).isNotNull();
      from.getDirectDependenciesFromSelf()
          .forEach(
              dependency -> {
                String target = shortName(dependency.getTargetClass().getPackageName());
                if (!target.isEmpty() && !target.equals(source) && !allowed.contains(target)) {
                  forbidden.add(dependency.getDescription());
                }
              });
    }
    assertThat(forbidden).isEmpty();
  }

  @ArchTest
  static void everyRuleIsAboutAPackageThatExists(JavaClasses classes) {
    Set<String> existing =
        classes.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(CORE))
            .map(ArchitectureTest::shortName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(existing).isEqualTo(new TreeSet<>(MAY_IMPORT.keySet()));
  }

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.github.tinc4j.core.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theApiKnowsNoImplementation =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "api..", ROOT + "spi..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ALL_OF_CORE);

  @ArchTest
  static final ArchRule onlyTheOutsideHasSocketsFilesAndThreads =
      noClasses()
          .that()
          .resideInAPackage(ALL_OF_CORE)
          .and()
          .resideOutsideOfPackages(OUTSIDE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.nio.channels..", "java.nio.file..")
                  .or(assignableTo(Socket.class))
                  .or(assignableTo(ServerSocket.class))
                  .or(assignableTo(DatagramSocket.class))
                  .or(assignableTo(Thread.class))
                  .or(assignableTo(Executor.class))
                  .or(assignableTo(ProcessBuilder.class)));

  @ArchTest
  static final ArchRule onlyTheOutsideHasClocksAndRandomness =
      noClasses()
          .that()
          .resideInAPackage(ALL_OF_CORE)
          .and()
          .resideOutsideOfPackages(OUTSIDE)
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(SecureRandom.class);

  @ArchTest
  static final ArchRule theLibraryNeverEndsItsProcess =
      noClasses()
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class)
          .orShould()
          .callMethod(Runtime.class, "addShutdownHook", Thread.class);

  @ArchTest
  static final ArchRule noStateIsStatic =
      fields()
          .that()
          .areStatic()
          .should()
          .beFinal()
          .andShould()
          .notHaveRawType(
              assignableTo(ThreadLocal.class).or(resideInAPackage("java.util.concurrent.atomic")));

  @ArchTest
  static final ArchRule nativeCodeIsForTheDeviceModules =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("com.sun.jna..", "sun..");

  @ArchTest
  static void everyPackageIsNullMarked(JavaClasses classes) {
    List<String> unmarked = new ArrayList<>();
    for (JavaClass type : classes) {
      JavaPackage home = type.getPackage();
      if (!home.isAnnotatedWith(NullMarked.class)) {
        unmarked.add(home.getName());
      }
    }
    assertThat(unmarked).isEmpty();
  }
}
