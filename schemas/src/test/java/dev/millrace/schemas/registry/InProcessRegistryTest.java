package dev.millrace.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InProcessRegistryTest extends SchemaRegistryContract {

    @Override
    protected SchemaRegistry registry() {
        return InProcessRegistry.scope("in-process-registry-test");
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
}
