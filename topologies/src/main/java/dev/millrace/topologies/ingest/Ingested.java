package dev.millrace.topologies.ingest;

import dev.millrace.avro.Rejection;

/** What leaves a step of the ingest: a value that goes on, or a refusal that ends here. */
sealed interface Ingested<T> {

    /** On its user's partition already. */
    record Here<T>(T value) implements Ingested<T> {}

    /** Belongs to another partition. */
    record Elsewhere<T>(T value) implements Ingested<T> {}

    record Refused<T>(Rejection rejection) implements Ingested<T> {}

    default boolean isElsewhere() {
        return this instanceof Elsewhere<T>;
    }

    default boolean isRefused() {
        return this instanceof Refused<T>;
    }

    /** The value of a record that goes on. */
    static <T> T value(Ingested<T> ingested) {
        if (ingested instanceof Here<T> here) {
            return here.value();
        }
        return ((Elsewhere<T>) ingested).value();
    }

    static Rejection rejection(Ingested<?> ingested) {
        return ((Refused<?>) ingested).rejection();
    }
}
