package dev.millrace.publisher;

import dev.millrace.avro.Recommendations;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/** Finds users' stored lists, wherever they are. */
interface ListStore {

    /** What is known of a user's list. */
    sealed interface Located {}

    /**
     * The user belongs to this instance.
     *
     * @param list null when the user has none
     */
    record Here(@Nullable Recommendations list) implements Located {}

    /** The user belongs to another instance. */
    record There(HostInfo host) implements Located {}

    /** @throws Problem 503 while it cannot be told */
    Located find(String user);
}
