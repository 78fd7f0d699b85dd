package dev.millrace.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** What every registry must do, ours and other people's. */
public abstract class SchemaRegistryContract {

    static final Schema V1 = schema("{'name': 'user', 'type': 'string'}");
    static final Schema V2 = schema(
            "{'name': 'user', 'type': 'string'}, {'name': 'value', 'type': ['null', 'double'], 'default': null}");
    static final Schema NO_DEFAULT = schema("{'name': 'user', 'type': 'string'}, {'name': 'value', 'type': 'double'}");

    final String subject = "contract " + UUID.randomUUID() + "/é-value";

    protected abstract SchemaRegistry registry();

    static Schema schema(String fields) {
        String json = "{'type': 'record', 'name': 'Event', 'namespace': 'test', 'fields': [" + fields + "]}";
        return new Schema.Parser().parse(json.replace('\'', '"'));
    }

    @Test
    void shouldFindARegisteredSchemaByItsId() {
        int id = registry().register(subject, V1);

        assertThat(registry().schema(id)).isEqualTo(V1);
        assertThat(registry().register(subject, V1)).isEqualTo(id);
        assertThat(registry().versions(subject)).containsExactly(1);
        assertThat(registry().subjects()).contains(subject);
    }

    @Test
    void shouldGiveEqualSchemasOfTwoSubjectsOneId() {
        assertThat(registry().register(subject, V1)).isEqualTo(registry().register(subject + "2", V1));
    }

    @Test
    void shouldKeepVersionsApart() {
        int first = registry().register(subject, V1);
        int second = registry().register(subject, V2);

        assertThat(second).isNotEqualTo(first);
        assertThat(registry().latest(subject)).contains(new RegisteredSchema(subject, 2, second, V2));
        assertThat(registry().version(subject, 1)).contains(new RegisteredSchema(subject, 1, first, V1));
        assertThat(registry().lookup(subject, V1)).contains(new RegisteredSchema(subject, 1, first, V1));
    }

    @Test
    void shouldSayThatNothingIsThere() {
        registry().register(subject, V1);

        assertThat(registry().latest(subject + "-other")).isEmpty();
        assertThat(registry().versions(subject + "-other")).isEmpty();
        assertThat(registry().version(subject, 7)).isEmpty();
        assertThat(registry().lookup(subject, V2)).isEmpty();
        assertThat(registry().lookup(subject + "-other", V1)).isEmpty();
        assertThatThrownBy(() -> registry().schema(2_000_000_000))
                .isInstanceOfSatisfying(
                        RegistryException.class, e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.NOT_FOUND));
    }

    @Test
    void shouldRefuseWhatAnOlderVersionCannotRead() {
        registry().setCompatibility(subject, Compatibility.FULL_TRANSITIVE);
        registry().register(subject, V1);

        assertThat(registry().compatibility(subject)).isEqualTo(Compatibility.FULL_TRANSITIVE);
        assertThat(registry().compatible(subject, V2)).isTrue();
        assertThat(registry().compatible(subject, NO_DEFAULT)).isFalse();
        assertThatThrownBy(() -> registry().register(subject, NO_DEFAULT))
                .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.kind())
                        .isEqualTo(RegistryException.Kind.INCOMPATIBLE));
        assertThat(registry().versions(subject)).containsExactly(1);
    }

    @Test
    void shouldAdmitAnythingAsAFirstVersion() {
        assertThat(registry().compatible(subject, V1)).isTrue();
    }

    @Test
    void shouldCompareWithEveryVersionWhenTransitive() {
        Schema renamed = schema("{'name': 'value', 'type': ['null', 'double'], 'default': null}");
        registry().register(subject, NO_DEFAULT);
        // Not before the first version: Apicurio keeps "none" as the absence of a rule and finds nothing to remove.
        registry().setCompatibility(subject, Compatibility.NONE);
        registry().register(subject, renamed);
        registry().setCompatibility(subject, Compatibility.FORWARD_TRANSITIVE);
        assertThat(registry().compatible(subject, V1)).isFalse();
    }
}
