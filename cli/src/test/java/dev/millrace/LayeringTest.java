package dev.millrace;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The layering of the project, as the design draws it. Think before changing it. */
class LayeringTest {

    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.millrace");

    /** A module, by the last part of its root package, and the modules it may depend on. */
    record Module(String name, Set<String> mayUse) {

        List<String> forbidden() {
            return MODULES.stream()
                    .map(Module::name)
                    .filter(other -> !other.equals(name) && !mayUse.contains(other))
                    .toList();
        }
    }

    static final Set<String> APP = Set.of("topologies", "shell", "schemas", "avro", "model");

    static final List<Module> MODULES = List.of(
            new Module("avro", Set.of()),
            new Module("schemas", Set.of("avro")),
            new Module("model", Set.of()),
            new Module("localbroker", Set.of()),
            new Module("topologies", Set.of("schemas", "avro", "model")),
            new Module("shell", Set.of("schemas", "avro")),
            new Module("ingest", APP),
            new Module("feature", APP),
            new Module("scoring", APP),
            new Module("retrain", APP),
            new Module("publisher", APP),
            new Module("training", Set.of("schemas", "avro", "model", "shell")),
            new Module(
                    "cli",
                    Set.of(
                            "avro",
                            "schemas",
                            "model",
                            "localbroker",
                            "topologies",
                            "shell",
                            "ingest",
                            "feature",
                            "scoring",
                            "retrain",
                            "publisher",
                            "training")),
            new Module("testkit", Set.of("avro", "schemas", "localbroker")));

    static Stream<Module> modules() {
        return MODULES.stream();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void shouldFollowTheArrowsBetweenModules(Module module) {
        noClasses()
                .that()
                .resideInAPackage(in(module.name()))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        module.forbidden().stream().map(LayeringTest::in).toArray(String[]::new))
                .allowEmptyShould(true) // a module may have no classes yet
                .check(CLASSES);
    }

    @Test
    void shouldSeeTheModulesItJudges() {
        assertThat(List.of("avro", "schemas", "model", "localbroker", "topologies", "shell", "training", "cli"))
                .allSatisfy(module -> assertThat(CLASSES.that(resideInAnyPackage(in(module))))
                        .as("classes of %s", module)
                        .isNotEmpty());
    }

    @Test
    void shouldKnowEveryModule() {
        String[] known = MODULES.stream().map(module -> in(module.name())).toArray(String[]::new);
        assertThat(CLASSES.that(not(resideInAnyPackage(known))))
                .extracting(JavaClass::getName)
                .as("classes outside the modules of the design")
                .isEmpty();
    }

    @Test
    void shouldKeepMathsFreeOfKafkaAndAvro() {
        noClasses()
                .that()
                .resideInAPackage(in("model"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..")
                .check(CLASSES);
    }

    @Test
    void shouldKeepThePartsOfTheModelInOneDirection() {
        slices().matching("dev.millrace.model.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /**
     * All but {@code items}, the table of items that several apps keep, {@code pacing}, how they commit, and
     * {@code erasure}, what each of them knows of erased users.
     */
    @Test
    void shouldKeepTopologiesApart() {
        slices().matching("dev.millrace.topologies.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        alwaysTrue(),
                        resideInAnyPackage(
                                "dev.millrace.topologies.erasure..",
                                "dev.millrace.topologies.items..",
                                "dev.millrace.topologies.pacing..",
                                "dev.millrace.topologies.processing..",
                                "dev.millrace.topologies.retries.."))
                .check(CLASSES);
    }

    @Test
    void shouldKeepThePackagesOfATopologyInOneDirection() {
        slices().matching("dev.millrace.topologies.(**)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void shouldKeepTheBrokerOutOfTheApps() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("localbroker"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("kafka..", "scala..", "org.apache.kafka.server..", "org.apache.kafka.metadata..")
                .check(CLASSES);
    }

    /** Time comes from events or an injected clock: whatever reads the wall clock by itself cannot be replayed. */
    @Test
    void shouldNotReadTheWallClockInModelsAndTopologies() {
        noClasses()
                .that()
                .resideInAnyPackage(in("model"), in("topologies"))
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .check(CLASSES);
    }

    /** The demo runs all apps in one JVM; only a main may end it. */
    @Test
    void shouldEndTheProcessOnlyInMains() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("App")
                .and()
                .doNotHaveSimpleName("Millrace")
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }

    static String in(String module) {
        return "dev.millrace." + module + "..";
    }
}
