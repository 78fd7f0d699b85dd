package dev.millrace.topologies.scoring.background;

import dev.millrace.model.preferences.CorruptPreferenceException;
import dev.millrace.model.preferences.PreferenceCodec;
import dev.millrace.model.preferences.UserPreference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes round and round through a task's users in the store's order, a few at each step, past unreadable ones. */
final class Walk {

    private static final Logger LOG = LoggerFactory.getLogger(Walk.class);

    private final String name;
    private final ReadOnlyKeyValueStore<String, byte[]> users;
    private final @Nullable String from;
    private final @Nullable String to;
    private final int lookedAt;
    private final BackgroundMetrics metrics;
    private @Nullable String last;
    private boolean ended;

    /** Through all users, at most 500 per step: some milliseconds of decoding. */
    Walk(String name, ReadOnlyKeyValueStore<String, byte[]> users, BackgroundMetrics metrics) {
        this(name, users, null, null, 500, metrics);
    }

    /**
     * @param from first user, null for the first of all
     * @param to last user, null for the last of all
     * @param lookedAt users per step at most
     */
    Walk(
            String name,
            ReadOnlyKeyValueStore<String, byte[]> users,
            @Nullable String from,
            @Nullable String to,
            int lookedAt,
            BackgroundMetrics metrics) {
        this.name = name;
        this.users = users;
        this.from = from;
        this.to = to;
        this.lookedAt = lookedAt;
        this.metrics = metrics;
    }

    /** The next step begins with the first user. */
    void restart() {
        last = null;
    }

    /** Whether the last step came to the last user; the next one begins with the first. */
    boolean ended() {
        return ended;
    }

    /** One step: those wanted of the users after the last one looked at, {@code most} at most; perhaps none. */
    List<String> next(int most, BiPredicate<String, UserPreference> wanted) {
        List<String> found = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> rest = users.range(last == null ? from : last, to)) {
            if (last != null && rest.hasNext() && rest.peekNextKey().equals(last)) {
                rest.next();
            }
            for (int i = 0; i < lookedAt && found.size() < most && rest.hasNext(); i++) {
                KeyValue<String, byte[]> user = rest.next();
                last = user.key;
                UserPreference state = read(user.value);
                if (state != null && wanted.test(user.key, state)) {
                    found.add(user.key);
                }
            }
            ended = !rest.hasNext();
        }
        if (ended) {
            restart();
        }
        return found;
    }

    private @Nullable UserPreference read(byte[] state) {
        try {
            return PreferenceCodec.decode(state);
        } catch (CorruptPreferenceException e) {
            metrics.failed();
            LOG.warn("{} passed by an unreadable user state", name, e);
            return null;
        }
    }
}
