package dev.millrace.topologies;

import static dev.millrace.topologies.scoring.ScoringFlow.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Candidates;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.Recommendations;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.rules.Rules;
import dev.millrace.schemas.MillraceHeaders;
import dev.millrace.testkit.Samples;
import dev.millrace.testkit.TopologyFixture;
import dev.millrace.topologies.ingest.IngestSettings;
import dev.millrace.topologies.ingest.IngestTopology;
import dev.millrace.topologies.publisher.PublisherSettings;
import dev.millrace.topologies.publisher.PublisherState;
import dev.millrace.topologies.publisher.PublisherTopology;
import dev.millrace.topologies.scoring.ScoringFlow;
import dev.millrace.topologies.scoring.models.Lineup;
import dev.millrace.topologies.scoring.models.ModelsInService;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An event's headers reach the published list that it causes, through every app between. */
class PassedHeadersTest {

    static final byte[] USER = "ann".getBytes(StandardCharsets.UTF_8);

    final Clock clock = Clock.fixed(T0, ZoneOffset.UTC);
    final TopologyFixture ingest = TopologyFixture.of((config, topics) ->
            IngestTopology.build(config, topics, IngestSettings.defaults(1), new SimpleMeterRegistry(), clock));
    final ModelsInService models = new ModelsInService();
    final ScoringFlow scoring = new ScoringFlow(ScoringFlow.settings(), models);
    final TopologyFixture publisher = TopologyFixture.of((config, topics) -> PublisherTopology.build(
            config,
            topics,
            PublisherSettings.defaults(),
            PublisherState.of(FeatureDefinitions.standard(), () -> Rules.NONE),
            new SimpleMeterRegistry(),
            clock));

    @AfterEach
    void close() {
        ingest.close();
        scoring.close();
        publisher.close();
    }

    @Test
    void shouldGoFromTheEventToTheListThatItCauses() {
        scoring.items.updateFacts("tea", ItemFacts.of("Tea", List.of(), null));
        models.swap(Lineup.withoutModel("default"));
        happened("cup", headers("00-first-01"));
        happened("pot", headers("00-second-01")); // waits for the rest of the burst
        happened("jug", new RecordHeaders()); // has none that it could pass on
        scoring.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        scoring.flow.advanceWallClock(Duration.ofMillis(60));

        List<TestRecord<String, Candidates>> made =
                scoring.flow.readRecords(scoring.topics().candidates());
        assertThat(made)
                .extracting(list -> texts(list.headers()))
                .containsExactly(expected("00-first-01"), expected("00-second-01"));

        TestRecord<String, Candidates> last = made.get(1);
        publisher.pipe(publisher.topics().candidates(), last.key(), last.value(), T0, last.headers());
        assertThat(published()).containsExactly(expected("00-second-01"));
    }

    @Test
    void shouldGoOnWithAListThatWaitsForTheFirstItem() {
        var nothing = new Candidates(null, "default", "champion", 1L, 0L, 0L, 1, List.of(), List.of());
        publisher.pipe(publisher.topics().candidates(), "ann", nothing, T0, headers("00-early-01"));
        assertThat(published()).isEmpty();

        publisher.pipe(publisher.topics().catalog(), "tea", Samples.item("Tea"), T0);
        publisher.advanceWallClock(PublisherSettings.defaults().retryInterval());

        assertThat(published()).containsExactly(expected("00-early-01"));
    }

    private void happened(String item, Headers headers) {
        ingest.pipe(ingest.topics().interactions(), USER, Samples.click("ann", item, T0), T0, headers);
        for (TestRecord<String, Interaction> valid :
                ingest.readRecords(ingest.topics().interactionsValid())) {
            assertThat(valid.headers().lastHeader(MillraceHeaders.APPENDED_MS)).isNotNull();
            scoring.flow.pipe(scoring.topics().interactionsValid(), valid.key(), valid.value(), T0, valid.headers());
        }
    }

    private List<Map<String, String>> published() {
        List<TestRecord<String, Recommendations>> lists =
                publisher.readRecords(publisher.topics().recommendations());
        return lists.stream().map(list -> texts(list.headers())).toList();
    }

    private static Headers headers(String trace) {
        var headers = new RecordHeaders();
        expected(trace).forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        headers.add("huge", new byte[50_000]); // more than is passed on, less than ingest refuses
        headers.add("traceparent", trace.getBytes(StandardCharsets.UTF_8));
        return headers;
    }

    private static Map<String, String> expected(String trace) {
        return new TreeMap<>(Map.of(
                "traceparent",
                trace,
                "tracestate",
                "shop=1",
                "ce_source",
                "/shop",
                "ce_type",
                "click",
                "region",
                "de"));
    }

    private static Map<String, String> texts(Headers headers) {
        Map<String, String> texts = new TreeMap<>();
        for (Header header : headers) {
            texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return texts;
    }
}
