package dev.millrace.topologies.ingest;

import org.jspecify.annotations.Nullable;

/** Judges one decoded value. Pure: the clock is an argument. */
interface Rules<T> {

    /**
     * @param value null: the record had none
     * @param nowMs wall-clock time, epoch milliseconds
     */
    Screening screen(@Nullable T value, long nowMs);
}
