package dev.millrace.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.feature.FeatureApp;
import dev.millrace.ingest.IngestApp;
import dev.millrace.publisher.PublisherApp;
import dev.millrace.retrain.RetrainTriggerApp;
import dev.millrace.scoring.ScoringApp;
import dev.millrace.shell.AppDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorTest {

    @Test
    void shouldLookForTheGroupsThatTheAppsHaveUnlessToldOtherwise() {
        List<String> groups = List.of(
                        IngestApp.definition(),
                        FeatureApp.definition(),
                        ScoringApp.definition(),
                        PublisherApp.definition(),
                        RetrainTriggerApp.definition())
                .stream()
                .map(AppDefinition::name)
                .map(app -> "shop." + app)
                .toList();

        assertThat(Doctor.applicationIds("shop")).containsExactlyInAnyOrderElementsOf(groups);
    }
}
