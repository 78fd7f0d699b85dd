package dev.millrace.publisher;

import dev.millrace.avro.Recommendations;
import java.util.List;
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

    /**
     * The user belongs to another instance.
     *
     * @param standbys other instances with a copy of the list, without this one
     */
    record There(HostInfo host, List<HostInfo> standbys) implements Located {}

    /** The list is being restored or is moving to another instance. */
    record Moving() implements Located {}

    Located find(String user);

    /** What this instance's copy says, however old it is; null when it has no copy. */
    @Nullable
    Here copy(String user);
}
