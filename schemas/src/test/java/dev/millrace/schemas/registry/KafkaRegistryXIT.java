package dev.millrace.schemas.registry;

import static dev.millrace.schemas.registry.KafkaRegistry.topic;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.schemas.registry.RegistryException.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaRegistryXIT extends SchemaRegistryContract {

    @TempDir
    static Path dir;

    static RegistryBroker broker;
    static Map<String, String> shared;

    @BeforeAll
    static void start() throws Exception {
        broker = RegistryBroker.start(dir);
        shared = broker.newRegistry();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    /** Another one at each call, as if each were another process. */
    @Override
    protected SchemaRegistry registry() {
        return Registries.open(shared);
    }

    @Test
    void shouldGiveEverybodyWhoRegistersAtOnceTheSameIds() throws Exception {
        Map<String, String> settings = broker.newRegistry();
        List<Schema> schemas = IntStream.range(0, 10)
                .mapToObj(i -> schema("{'name': 'f" + i + "', 'type': 'string'}"))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<List<Integer>>> processes = new ArrayList<>();
        for (int process = 0; process < 8; process++) {
            List<Integer> order = new ArrayList<>(IntStream.range(0, 10).boxed().toList());
            Collections.shuffle(order, new Random(process));
            processes.add(() -> {
                try (SchemaRegistry registry = Registries.open(settings)) {
                    order.forEach(i -> registry.register("subject-" + i, schemas.get(i)));
                    return IntStream.range(0, 10)
                            .map(i -> registry.register("subject-" + i, schemas.get(i)))
                            .boxed()
                            .toList();
                }
            });
        }
        List<Future<List<Integer>>> answers = threads.invokeAll(processes);
        threads.shutdown();

        List<Integer> ids = answers.get(0).get();
        assertThat(ids).doesNotHaveDuplicates();
        for (Future<List<Integer>> answer : answers) {
            assertThat(answer.get()).isEqualTo(ids);
        }
        SchemaRegistry later = Registries.open(settings);
        assertThat(later.subjects()).hasSize(10);
        for (int i = 0; i < 10; i++) {
            assertThat(later.versions("subject-" + i)).containsExactly(1);
            assertThat(later.schema(ids.get(i))).isEqualTo(schemas.get(i));
        }
    }

    @Test
    void shouldAdmitOneOfTwoThatExcludeEachOther() throws Exception {
        Map<String, String> settings = broker.newRegistry();
        List<Schema> rivals = IntStream.range(0, 6)
                .mapToObj(i -> schema("{'name': 'f" + i + "', 'type': 'string'}"))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(rivals.size());
        List<Future<Integer>> answers = threads.invokeAll(rivals.stream()
                .map(rival -> (Callable<Integer>) () -> {
                    try (SchemaRegistry registry = Registries.open(settings)) {
                        return registry.register("a-value", rival);
                    } catch (RegistryException e) {
                        assertThat(e.kind()).isEqualTo(Kind.INCOMPATIBLE);
                        return 0;
                    }
                })
                .toList());
        threads.shutdown();

        RegisteredSchema winner = Registries.open(settings).latest("a-value").orElseThrow();
        assertThat(winner.version()).isEqualTo(1);
        for (int i = 0; i < rivals.size(); i++) {
            boolean won = rivals.get(i).equals(winner.schema());
            assertThat(answers.get(i).get()).isEqualTo(won ? winner.id() : 0);
        }
    }

    @Test
    void shouldPassOverWhatIsNoRecordOfARegistryAndCountIt() throws Exception {
        Map<String, String> settings = broker.newRegistry();
        SchemaRegistry before = Registries.open(settings);
        int first = before.register("a-value", V1);
        byte[] noise = new byte[4_000];
        new Random(1).nextBytes(noise);
        broker.append(topic(settings), noise);
        broker.append(topic(settings), null);
        broker.append(topic(settings), new byte[0]);
        for (String text : List.of(
                "[]",
                "{}",
                "{\"kind\":\"delete\",\"subject\":\"a-value\"}",
                "{\"kind\":\"schema\",\"subject\":\"a-value\",\"schema\":\"{\"}",
                "{\"kind\":\"schema\",\"subject\":\" \",\"schema\":\"\\\"int\\\"\"}",
                "{\"kind\":\"compatibility\",\"subject\":\"a-value\",\"level\":\"SOMETIMES\"}",
                "[".repeat(100_000))) {
            broker.append(topic(settings), text.getBytes(UTF_8));
        }
        int second = before.register("a-value", V2);

        SchemaRegistry later = Registries.open(settings);
        assertThat(later.schema(first)).isEqualTo(V1);
        assertThat(later.schema(second)).isEqualTo(V2);
        assertThat(later.versions("a-value")).containsExactly(1, 2);
        assertThat(before.skippedRecords()).isEqualTo(10);
        assertThat(later.skippedRecords()).isEqualTo(10);
    }

    @Test
    void shouldPassOverAProposalThatTheLevelDoesNotAdmit() throws Exception {
        Map<String, String> settings = broker.newRegistry();
        SchemaRegistry registry = Registries.open(settings);
        registry.register("a-value", V1);
        broker.append(topic(settings), new SchemaRecord.Proposal("a-value", NO_DEFAULT).bytes());

        assertThat(registry.versions("a-value")).containsExactly(1);
        assertThatThrownBy(() -> Registries.open(settings).register("a-value", NO_DEFAULT))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("FULL_TRANSITIVE");
        registry.setCompatibility("a-value", Compatibility.NONE);
        assertThat(Registries.open(settings).register("a-value", NO_DEFAULT)).isGreaterThan(2);
    }

    @Test
    void shouldReadWhatWasAppendedBeforeItSaysUnknown() throws Exception {
        Map<String, String> settings = broker.newRegistry();
        SchemaRegistry reader = Registries.open(settings);
        assertThat(reader.subjects()).isEmpty();
        SchemaRegistry writer = Registries.open(settings);
        for (int i = 0; i < 20; i++) {
            int id = writer.register("s" + i, schema("{'name': 'f" + i + "', 'type': 'string'}"));
            assertThat(reader.schema(id).getFields().get(0).name()).isEqualTo("f" + i);
        }
    }

    @Test
    void shouldSayThatItsTopicWasEmptiedAndKeepWhatItKnows() throws Exception {
        Map<String, String> settings = broker.newRegistry();
        SchemaRegistry running = Registries.open(settings);
        int id = running.register("a-value", V1);
        running.schema(id);
        broker.empty(topic(settings));

        assertThat(running.schema(id)).isEqualTo(V1);
        assertAtFault(running::subjects, "were deleted");
        SchemaRegistry started = Registries.open(settings);
        assertAtFault(started::subjects, "were deleted");
        assertAtFault(() -> started.schema(id), "were deleted");
    }

    @Test
    void shouldSayThatItsTopicWasReplacedUntilWhatItKnewIsBack() throws Exception {
        Map<String, String> settings = broker.newRegistry();
        SchemaRegistry running = Registries.open(settings);
        int id = running.register("a-value", V1);
        broker.recreate(topic(settings));

        assertAtFault(running::subjects, "not there any more");
        assertAtFault(() -> Registries.open(settings).schema(id), "holds no schema at all");
        Registries.open(settings).register("b-value", V2);
        assertAtFault(running::subjects, "not there any more");

        broker.recreate(topic(settings));
        Registries.open(settings).register("a-value", V1);
        assertThat(running.subjects()).containsExactly("a-value");
    }

    @Test
    void shouldNameTheTopicThatIsMissingAndNotHaveItCreated() throws Exception {
        Map<String, String> settings = broker.settings("nowhere");

        assertAtFault(
                () -> Registries.open(settings).subjects(), "no topic nowhere.schemas.v1; run 'millrace topics apply'");
        assertAtFault(() -> Registries.open(settings).register("a-value", V1), "millrace topics apply");
        assertThat(broker.admin.listTopics().names().get()).doesNotContain("nowhere.schemas.v1");
    }

    @Test
    void shouldReadWithoutTheRightToWrite() throws Exception {
        Map<String, String> settings = broker.newRegistry();
        int id = Registries.open(settings).register("a-value", V1);
        var noWriting = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic(settings), PatternType.LITERAL),
                new AccessControlEntry("User:ANONYMOUS", "*", AclOperation.WRITE, AclPermissionType.DENY));
        var reading = new AclBinding(
                noWriting.pattern(),
                new AccessControlEntry("User:ANONYMOUS", "*", AclOperation.READ, AclPermissionType.ALLOW));
        broker.admin.createAcls(List.of(noWriting, reading)).all().get();
        try {
            SchemaRegistry registry = Registries.open(settings);
            assertThat(registry.schema(id)).isEqualTo(V1);
            assertThat(registry.register("a-value", V1)).isEqualTo(id);
            assertThatThrownBy(() -> registry.register("a-value", V2))
                    .isInstanceOfSatisfying(
                            RegistryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAUTHORIZED))
                    .hasMessageContaining("register a-value");
        } finally {
            broker.admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
        }
    }

    @Test
    void shouldGiveUpWhereNoBrokerAnswers() {
        Map<String, String> settings = Map.of(
                "bootstrap.servers", "localhost:1",
                "schema.registry.url", "kafka:",
                "schema.registry.timeout.ms", "300");
        assertAtFault(() -> Registries.open(settings).subjects(), "schema.registry.timeout.ms=300");
    }

    private static void assertAtFault(ThrowingCallable question, String message) {
        assertThatThrownBy(question)
                .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.isRegistryAtFault())
                        .isTrue())
                .hasMessageContaining(message);
    }
}
