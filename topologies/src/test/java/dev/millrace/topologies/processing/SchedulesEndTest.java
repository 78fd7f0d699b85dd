package dev.millrace.topologies.processing;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.millrace.topologies.erasure.ErasureHorizons;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.junit.jupiter.api.Test;

class SchedulesEndTest {

    /**
     * Whose {@code close} cancels it all, and cannot be overridden. Horizons of erasures hand out what is to be
     * cancelled.
     */
    @Test
    void shouldScheduleNowhereButInPunctuatedProcessors() {
        noClasses()
                .that(not(belongToAnyOf(PunctuatedProcessor.class, ErasureHorizons.class)))
                .should()
                .callMethodWhere(target(name("schedule")).and(target(owner(assignableTo(ProcessingContext.class)))))
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.millrace.topologies"));
    }
}
