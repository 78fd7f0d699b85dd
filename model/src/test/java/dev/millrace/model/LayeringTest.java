package dev.millrace.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The layers of the maths: one direction, and neither Kafka nor Avro anywhere. */
class LayeringTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.millrace.model");

    @Test
    void shouldFlowOneWay() {
        slices().matching("dev.millrace.model.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void shouldKeepFactorsAtTheBottom() {
        classes()
                .that()
                .resideInAPackage("dev.millrace.model.factors..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "dev.millrace.model.factors..")
                .check(CLASSES);
    }

    @Test
    void shouldKnowNeitherKafkaNorAvro() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..", "org.apache.avro..", "dev.millrace.avro..", "dev.millrace.schemas..")
                .check(CLASSES);
    }
}
