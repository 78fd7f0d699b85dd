package dev.millrace.shell;

import java.util.List;

/** Which settings belong to the schema registry's client and serdes, by Confluent's names. */
final class RegistryKeys {

    static final String FAMILY = "schema.registry.";

    private static final List<String> OTHERS = List.of(
            "basic.auth.",
            "bearer.auth.",
            "auto.register.schemas",
            "use.latest.version",
            "avro.serde.class",
            "http.",
            "retries.");

    private RegistryKeys() {}

    static boolean isOne(String key) {
        return OTHERS.stream().anyMatch(key::startsWith);
    }
}
