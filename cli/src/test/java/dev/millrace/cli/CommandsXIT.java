package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.avro.BundleFile;
import dev.millrace.avro.Erasure;
import dev.millrace.avro.FallbackLevel;
import dev.millrace.avro.Item;
import dev.millrace.avro.ModelManifest;
import dev.millrace.avro.Reason;
import dev.millrace.avro.Recommendations;
import dev.millrace.avro.RecommendedItem;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.Sender;
import dev.millrace.cli.console.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands against a real broker and registry, as a user would type them. One broker serves all tests, in order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandsXIT {

    @TempDir
    static Path dir;

    @AutoClose
    static TestCluster started;

    static Cluster cluster;

    @BeforeAll
    static void start() {
        started = new TestCluster();
        cluster = started.cluster();
    }

    @Test
    @Order(1)
    void shouldCreateTheTopicsOnceAndReportDifferences() throws IOException {
        assertThat(run("doctor").exitCode()).isEqualTo(1);
        CommandRun none = run("topics", "apply", "--partitions", "0");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("--partitions must be at least 1");
        CommandRun dry = run("topics", "apply", "--partitions", "3", "--dry-run");
        assertThat(dry.out())
                .contains("would create recs.interactions.v1")
                .contains("would register: recs.items.v1-value is not there");

        CommandRun first = run("topics", "apply", "--partitions", "3");
        assertThat(first.exitCode()).isZero();
        assertThat(first.out())
                .contains("created recs.schemas.v1", "created recs.recommendations.v1")
                .contains("registered: recs.items.v1-value is not there")
                .contains("schemas registered in the topic recs.schemas.v1");

        JsonNode again =
                run("topics", "apply", "--partitions", "5", "--output", "json").json();
        assertThat(again.path("created")).isEmpty();
        assertThat(again.path("registered")).isEmpty();
        assertThat(again.path("differences").toString()).contains("--partitions 5 was not applied");
        assertThat(run("topics", "list").out())
                .contains("recs.user-features.v1")
                .doesNotContain("missing");
        assertThat(run("topics", "describe", "interactions", "--output", "json")
                        .json()
                        .path("partitions")
                        .asInt())
                .isEqualTo(3);
        assertThat(run("topics", "describe", "nonsense").exitCode()).isEqualTo(2);
    }

    @Test
    @Order(2)
    void shouldSendAndWatch() throws IOException {
        Path events = Files.writeString(
                dir.resolve("events.csv"),
                "ts_ms,user_id,item_id,event_type,value\n1000,ann,tea,purchase,2\n2000,bob,cup,view,\n");
        Path items =
                Files.writeString(dir.resolve("items.jsonl"), "{\"itemId\":\"tea\",\"title\":\"Tea\",\"price\":2.5}\n");

        assertThat(run("send", events.toString(), "--max-age", "off").out()).contains("sent 2 events");
        assertThat(run("send", items.toString(), "--to", "items").out()).contains("sent 1 item");

        CommandRun watched =
                run("watch", "interactions", "--from-beginning", "--limit", "1", "--key", "ann", "--output", "json");
        assertThat(watched.json().path("value").path("itemId").asText()).isEqualTo("tea");
        assertThat(watched.json().path("value").path("value").asDouble()).isEqualTo(2);
        assertThat(run("watch", "items", "--from-beginning", "--limit", "1").out())
                .contains("Tea");
    }

    @Test
    @Order(8)
    void shouldSayWhatWasSentBeforeALineThatIsRefused() throws IOException {
        Path lines = Files.writeString(
                dir.resolve("clicks.jsonl"),
                "{\"userId\":\"zoe\",\"itemId\":\"tea\",\"eventType\":\"click\"}\n"
                        + "{\"userId\":\"zoe\",\"itemId\":\"cup\",\"eventType\":\"click\",\"timestampMs\":\"today\"}\n"
                        + "{\"userId\":\"zoe\",\"itemId\":\"pot\",\"eventType\":\"pv\"}\n");

        CommandRun stopped = run("send", lines.toString());
        assertThat(stopped.exitCode()).isEqualTo(2);
        assertThat(stopped.err())
                .contains("clicks.jsonl, line 2: timestampMs must be a whole number", "sent up to line 1 (1 in all)")
                .contains("--from-line 2");

        CommandRun gone = run("send", lines.toString(), "--from-line", "3");
        assertThat(gone.exitCode()).as(gone.err()).isZero();
        assertThat(gone.out()).contains("sent 1 event");
    }

    @Test
    @Order(8)
    void shouldRefuseRowsThatIngestWouldReject() throws IOException {
        Path events = Files.writeString(
                dir.resolve("refused.csv"),
                "ts_ms,user_id,item_id,event_type,value\n1000,ann,tea,purchase,2\n"
                        + System.currentTimeMillis() + ",bob,,view,\n"
                        + System.currentTimeMillis() + ",bob,cup,wishlist,\n");

        CommandRun run = run("send", events.toString());
        assertThat(run.out()).contains("sent 1 event; 2 rows were refused");
        assertThat(run.err()).contains("line 2: '1970-01-01T00:00:01Z'", "no item id (line 3)");
    }

    @Test
    @Order(2)
    void shouldAskToForget() throws IOException {
        assertThat(run("forget", "ann", "bob", "--reason", "ticket 7").out()).contains("forget ann, bob");

        JsonNode erasure = run(
                        "watch", "erasures", "--from-beginning", "--limit", "1", "--key", "bob", "--output", "json")
                .json();
        assertThat(erasure.path("value").path("reason").asText()).isEqualTo("ticket 7");
    }

    @Test
    @Order(10)
    void shouldSayWhereAnErasedUserStillStands() throws IOException {
        long erasedMs = 1_000L;
        try (Sender sender = new Sender(cluster)) {
            sender.send(cluster.topics().recommendations(), "eve", list("pot"));
            sender.send(cluster.topics().erasuresValid(), "eve", new Erasure("eve", 1L, null, erasedMs));
            sender.flush();
        }
        CommandRun pending = run("forget", "--verify", "eve", "eve-2");
        assertThat(pending.exitCode()).isEqualTo(1);
        assertThat(pending.out())
                .contains("still in force")
                .containsPattern("in force +recs.recommendations.v1")
                .containsPattern("erasure +recs.erasures.valid.v1")
                .contains("eve-2: the id stands nowhere");

        try (Sender sender = new Sender(cluster)) {
            sender.send(new ProducerRecord<>(
                    cluster.topics().recommendations().name(), "eve".getBytes(StandardCharsets.UTF_8), null));
            sender.flush();
        }
        CommandRun gone = run("forget", "--verify", "eve", "--output", "json");
        assertThat(gone.exitCode()).isZero();
        JsonNode found = gone.json().path(0);
        assertThat(found.path("isPending").asBoolean()).isFalse();
        assertThat(found.path("erasedUntilMs").asLong()).isEqualTo(erasedMs);
        JsonNode remains = found.path("traces").path(1);
        assertThat(remains.path("kind").asText()).isEqualTo("REMAINS");
        assertThat(remains.path("records").asInt())
                .as("the list and its tombstone")
                .isEqualTo(2);
        assertThat(remains.path("until").asText()).startsWith("compaction: ");
    }

    @Test
    @Order(3)
    void shouldShowAUsersNewestListWithTitlesAndReasons() throws IOException {
        try (Sender sender = new Sender(cluster)) {
            sender.send(
                    cluster.topics().catalog(),
                    "cup",
                    Item.newBuilder().setTitle("A cup").build());
            sender.send(cluster.topics().recommendations(), "ann", list("pot"));
            sender.send(cluster.topics().recommendations(), "ann", list("cup"));
            sender.flush();
        }

        assertThat(run("recommend", "ann", "--from-topic").out())
                .contains("A cup")
                .contains("tea")
                .doesNotContain("pot");
        assertThat(run("why", "ann", "cup", "--from-topic").out())
                .contains("tea")
                .contains("+0.5000");
        assertThat(run("recommend", "nobody", "--from-topic").exitCode()).isEqualTo(1);
        assertThat(run("why", "ann", "pot", "--from-topic").err()).contains("pot is not in the list");
    }

    @Test
    @Order(4)
    void shouldDecideWhichModelServes() throws IOException {
        try (Sender sender = new Sender(cluster)) {
            for (String version : List.of("m1", "m2")) {
                sender.send(cluster.topics().models(), version, manifest(version));
            }
            sender.flush();
        }

        assertThat(run("models", "list").out()).contains("m1").contains("0.1000");
        assertThat(run("models", "show", "m1").out()).contains("SHA-256");
        assertThat(run("models", "show", "m9").exitCode()).isEqualTo(1);
        assertThat(run("rollouts", "rollback").exitCode()).isEqualTo(1);
        assertThat(run("rollouts", "set", "--champion", "m9").exitCode()).isEqualTo(2);
        assertThat(run("rollouts", "set", "--champion", "m1").exitCode()).isZero();
        assertThat(run("rollouts", "set", "--champion", "m2", "--challenger", "m1=1.5")
                        .exitCode())
                .isEqualTo(2);
        assertThat(run("rollouts", "set", "--champion", "m2", "--challenger", "m1=0.1")
                        .exitCode())
                .isZero();
        assertThat(run("rollouts", "rollback", "--reason", "test").out()).contains("m1 serves slot default again");
        JsonNode decisions = run("rollouts", "list", "--output", "json").json();
        assertThat(decisions).hasSize(3);
        assertThat(decisions.get(0).path("champion").asText()).isEqualTo("m1");
        CommandRun nobody = run("train", "--wait", "--timeout", "2");
        assertThat(nobody.exitCode()).isEqualTo(1);
        assertThat(nobody.err()).contains("no training-app runs", "the group recs.training-app has no members");
        assertThat(run("watch", "retrain-requests", "--from-beginning", "--limit", "1", "--output", "json")
                        .json()
                        .path("value")
                        .path("championVersion")
                        .asText())
                .isEqualTo("m1");
    }

    @Test
    @Order(5)
    void shouldSendDeadLettersBackByteForByte() throws IOException {
        byte[] poison = {9, 8, 7};
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                cluster.topics().dlq("ingest-app"), "ann".getBytes(StandardCharsets.UTF_8), poison);
        letter.headers()
                .add(header(
                        "__streams.errors.topic",
                        cluster.topics().interactions().name()))
                .add(header("__streams.errors.partition", "1"))
                .add(header("__streams.errors.offset", "7"))
                .add(header("__streams.errors.exception", "org.example.BadRecord"))
                .add(header("__streams.errors.message", "not Avro"))
                .add(header("traceparent", "00-ab"));
        try (Sender sender = new Sender(cluster)) {
            sender.send(letter);
            sender.flush();
        }

        assertThat(run("dlq", "list").out()).contains("BadRecord: not Avro").contains("recs.interactions.v1 1-7");
        assertThat(run("dlq", "show", "ingest-app", "0-0").out()).contains("base64:CQgH");
        assertThat(run("dlq", "replay", "ingest-app").exitCode()).isEqualTo(2);
        assertThat(run("dlq", "replay", "ingest-app", "--id", "0-9").exitCode()).isEqualTo(1);
        assertThat(run("dlq", "replay", "ingest-app", "--id", "0-0").exitCode()).isZero();

        JsonNode replayed = newest("interactions", 3);
        assertThat(replayed.path("value").asText()).isEqualTo("base64:CQgH");
        assertThat(replayed.path("undecodable").asText()).isNotEmpty();
        assertThat(replayed.path("headers").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("traceparent", "millrace-dead-letter");

        CommandRun again = run("dlq", "replay", "recs.ingest-app.dlq.v1", "--all");
        assertThat(again.exitCode()).isZero();
        assertThat(again.out())
                .contains("sent back 0 dead letters")
                .contains("1 dead letter not sent: sent back before");
        assertThat(run("dlq", "list", "--by-cause").out())
                .contains("ingest-app")
                .contains("BadRecord");
    }

    @Test
    @Order(6)
    void shouldExamineTheCluster() {
        CommandRun result = run("doctor");

        assertThat(result.out())
                .contains("ok    broker")
                .contains("ok    transactions")
                .contains("ok    registry")
                .contains("ok    topics")
                .contains("ok    schemas")
                .contains("ok    partitions")
                .contains("warn  recs.scoring-app")
                .contains("ok    model");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    @Order(7)
    void shouldSayWhatIsWrongInOneSentence() {
        CommandRun result = CommandRun.of("topics", "list", "--bootstrap-server", "localhost:1", "--timeout", "1");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err()).contains("no Kafka broker answers at localhost:1");
    }

    private JsonNode newest(String topic, int records) throws IOException {
        String lines = run("watch", topic, "--from-beginning", "--limit", String.valueOf(records), "--output", "json")
                .out();
        for (String line : lines.lines().toList()) {
            JsonNode node = Json.MAPPER.readTree(line);
            if (node.has("undecodable")) {
                return node;
            }
        }
        throw new AssertionError("no undecodable record in " + lines);
    }

    private static Recommendations list(String item) {
        return Recommendations.newBuilder()
                .setLevel(FallbackLevel.PERSONAL)
                .setModelVersion("m1")
                .setAsOfOffset(1)
                .setEventAppendedMs(1)
                .setGeneratedAtMs(2)
                .setItems(List.of(RecommendedItem.newBuilder()
                        .setItemId(item)
                        .setScore(1)
                        .setSource("personal")
                        .setReasons(List.of(new Reason("tea", 0.5f)))
                        .build()))
                .build();
    }

    private static ModelManifest manifest(String version) {
        return ModelManifest.newBuilder()
                .setVersion(version)
                .setCreatedAtMs(1)
                .setTrainedOn(List.of())
                .setEventCount(10)
                .setUserCount(2)
                .setItemCount(3)
                .setDimension(4)
                .setSettings(Map.of("lambda", "0.1"))
                .setMetrics(Map.of("ndcg20", 0.1))
                .setFeatures(List.of())
                .setFiles(List.of(new BundleFile("items", 5L, 1, "ab".repeat(32))))
                .build();
    }

    private static RecordHeader header(String key, String value) {
        return new RecordHeader(key, value.getBytes(StandardCharsets.UTF_8));
    }

    private static CommandRun run(String... args) {
        return started.run(args);
    }
}
