package dev.millrace.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InProcessRegistryTest extends SchemaRegistryContract {

    @TempDir
    Path dir;

    @Override
    protected SchemaRegistry registry() {
        return InProcessRegistry.scope("in-process-registry-test");
    }

    @Test
    void shouldKeepIdsAcrossARestart() {
        Path file = dir.resolve("kept/registry.json");
        InProcessRegistry before = InProcessRegistry.scope("kept", file);
        before.setCompatibility("a-value", Compatibility.FULL_TRANSITIVE);
        int first = before.register("a-value", V1);
        int second = before.register("a-value", V2);
        before.register("b-value", V1);

        InProcessRegistry after = InProcessRegistry.scope("kept", file);

        assertThat(InProcessRegistry.scope("kept")).isSameAs(after).isNotSameAs(before);
        assertThat(after.schema(first)).isEqualTo(V1);
        assertThat(after.latest("a-value")).contains(new RegisteredSchema("a-value", 2, second, V2));
        assertThat(after.register("b-value", V2)).isEqualTo(second);
        assertThat(after.compatibility("a-value")).isEqualTo(Compatibility.FULL_TRANSITIVE);
        assertThat(after.register("c-value", NO_DEFAULT)).isGreaterThan(second);
    }

    /** Confluent's rule; not part of the contract, as Apicurio answers this question for all versions always. */
    @Test
    void shouldCompareWithTheLastVersionAloneWhenNotTransitive() {
        registry().register(subject, NO_DEFAULT);
        registry().setCompatibility(subject, Compatibility.NONE);
        registry().register(subject, schema("{'name': 'value', 'type': ['null', 'double'], 'default': null}"));

        registry().setCompatibility(subject, Compatibility.FORWARD_TRANSITIVE);
        assertThat(registry().compatible(subject, V1)).isFalse();
        registry().setCompatibility(subject, Compatibility.FORWARD);
        assertThat(registry().compatible(subject, V1)).isTrue();
    }

    @Test
    void shouldNameTheFileThatCannotBeRead() throws IOException {
        Path file = Files.writeString(dir.resolve("registry.json"), "{\"schemas\": [{\"subject\": ");

        assertThatThrownBy(() -> InProcessRegistry.scope("broken", file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void shouldNotRegisterWhatItCannotKeep() throws IOException {
        Path blocked = Files.writeString(dir.resolve("not-a-directory"), "");
        InProcessRegistry registry = InProcessRegistry.scope("blocked", blocked.resolve("registry.json"));

        assertThatThrownBy(() -> registry.register("a-value", V1)).hasMessageContaining("cannot be written");
        assertThat(registry.versions("a-value")).isEmpty();
    }
}
