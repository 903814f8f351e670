package dev.bridle;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The map of the code. A package may use the packages on its line, and no others of ours. */
@AnalyzeClasses(packages = "dev.bridle", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  /** The page that wires everything; it may use all, and only the command line uses it. */
  private static final String WIRING = "bridle";

  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          // the faces
          entry("cli", Set.of(WIRING, "config", "http", "organization", "runner")),
          entry(
              "web",
              Set.of(
                  "audit",
                  "auth",
                  "build",
                  "config",
                  "fleet",
                  "http",
                  "ledger",
                  "logs",
                  "oidc",
                  "organization",
                  "pipeline",
                  "price",
                  "provider",
                  "allowance",
                  "policy",
                  "artifacts")),
          entry(
              "rest",
              Set.of(
                  "audit",
                  "auth",
                  "build",
                  "capture",
                  "config",
                  "fleet",
                  "http",
                  "ledger",
                  "logs",
                  "organization",
                  "pipeline",
                  "price",
                  "provider",
                  "allowance",
                  "policy",
                  "artifacts")),
          entry(
              "mcp",
              Set.of(
                  "auth",
                  "build",
                  "http",
                  "ledger",
                  "logs",
                  "organization",
                  "pipeline",
                  "artifacts")),
          entry(
              "agentapi",
              Set.of(
                  "artifacts",
                  "auth",
                  "build",
                  "config",
                  "fleet",
                  "http",
                  "logs",
                  "organization",
                  "pipeline",
                  "vault")),
          entry("runner", Set.of("http", "config")),
          // the model call
          entry(
              "call",
              Set.of(
                  "allowance",
                  "auth",
                  "capture",
                  "http",
                  "ledger",
                  "meter",
                  "policy",
                  "price",
                  "provider",
                  "store")),
          entry("provider", Set.of("audit", "config", "http", "price", "store", "vault")),
          entry("capture", Set.of("audit", "auth", "blob", "http", "store", "vault")),
          entry("allowance", Set.of("audit", "auth", "ledger", "price", "store")),
          entry("policy", Set.of("audit", "auth", "condition", "ledger", "store")),
          entry("ledger", Set.of("auth", "meter", "price", "store")),
          entry("meter", Set.of()),
          entry("price", Set.of()),
          // the CI control plane
          entry("fleet", Set.of("audit", "auth", "build", "config", "organization", "store")),
          entry("build", Set.of("audit", "auth", "config", "organization", "pipeline", "store")),
          entry("oidc", Set.of("audit", "auth", "config", "http", "organization")),
          entry("organization", Set.of("audit", "auth", "config", "store")),
          entry("pipeline", Set.of("condition")),
          entry("condition", Set.of()),
          entry("logs", Set.of("blob", "store")),
          entry("artifacts", Set.of("blob", "store")),
          entry("auth", Set.of("audit", "config", "http", "store")),
          entry("vault", Set.of("audit", "config", "store")),
          entry("audit", Set.of("store")),
          // the ground
          entry("blob", Set.of("config")),
          entry("http", Set.of()),
          entry("store", Set.of()),
          entry("config", Set.of()),
          entry("telemetry", Set.of()));

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching("dev.bridle.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule aPackageUsesOnlyWhatItsLineAllows =
      classes().should(useOnlyWhatTheMapAllows());

  @ArchTest
  static final ArchRule onlyTheStoreOpensDatabases =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.bridle.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..",
              "javax.sql..",
              "com.zaxxer..",
              "org.flywaydb..",
              "org.postgresql..",
              "org.sqlite..");

  @ArchTest
  static final ArchRule onlyHttpSeesVertx =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.bridle.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "io.netty..");

  @ArchTest
  static final ArchRule meteringAndPricesKnowNoHttpAndNoSql =
      noClasses()
          .that()
          .resideInAnyPackage("dev.bridle.meter..", "dev.bridle.price..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "java.sql..", "org.jooq..", "io.vertx..");

  @ArchTest
  static final ArchRule onlyTheVaultEncrypts =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.bridle.vault..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.crypto..", "javax.crypto..");

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl|Service|Processor)");

  @ArchTest
  static final ArchRule nothingStaticChanges =
      fields()
          .that()
          .areStatic()
          .and()
          .areDeclaredInClassesThat(
              com.tngtech.archunit.base.DescribedPredicate.not(
                  resideInAPackage("dev.bridle.store.schema..")))
          .should()
          .beFinal();

  @Test
  void everyPackageHasACharterAndIsNullMarked() throws IOException {
    for (Path folder : packages()) {
      assertThat(folder.resolve("package-info.java")).exists();
      assertThat(Files.readString(folder.resolve("package-info.java")))
          .as(folder.toString())
          .startsWith("/**")
          .contains("@NullMarked");
    }
  }

  @Test
  void everyPackageHasALineOnTheMap() throws IOException {
    assertThat(packages())
        .extracting(ArchitectureTest::firstWord)
        .allMatch(name -> name.equals(WIRING) || MAY_USE.containsKey(name));
  }

  @Test
  void theMapNamesOnlyPackagesThatHaveALine() {
    assertThat(MAY_USE.values().stream().flatMap(Set::stream))
        .allMatch(name -> name.equals(WIRING) || MAY_USE.containsKey(name));
  }

  /** A package within a package is on its line. */
  private static String firstWord(Path folder) {
    var below = Path.of("src/main/java/dev").relativize(folder);
    return below.getName(Math.min(1, below.getNameCount() - 1)).toString();
  }

  private static List<Path> packages() throws IOException {
    try (var files = Files.walk(Path.of("src/main/java/dev/bridle"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::getParent)
          .distinct()
          .toList();
    }
  }

  private static ArchCondition<JavaClass> useOnlyWhatTheMapAllows() {
    return new ArchCondition<>("use only what the map allows") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
          String user = packageOf(item);
          String used = packageOf(dependency.getTargetClass());
          if (!allowed(user, used)) {
            events.add(
                SimpleConditionEvent.violated(
                    item, user + " may not use " + used + ": " + dependency.getDescription()));
          }
        }
      }
    };
  }

  private static boolean allowed(String user, String used) {
    return used.isEmpty()
        || user.equals(used)
        || user.equals(WIRING)
        || MAY_USE.getOrDefault(user, Set.of()).contains(used);
  }

  /** The first word after {@code dev.bridle}; empty for what isn't ours. */
  private static String packageOf(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    if (name.equals("dev.bridle")) {
      return WIRING;
    }
    return name.startsWith("dev.bridle.") ? name.split("\\.", 4)[2] : "";
  }
}
