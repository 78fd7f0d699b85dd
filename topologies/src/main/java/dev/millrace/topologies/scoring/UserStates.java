package dev.millrace.topologies.scoring;

import dev.millrace.model.preferences.PreferenceCodec;
import dev.millrace.model.preferences.UserPreference;
import dev.millrace.topologies.processing.KeptState;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * The store of one task's users, with the latest ones kept decoded: events come in bursts, and a user's second event
 * then costs neither a look-up nor a decoding. The task is the store's only writer, so the two never differ.
 */
final class UserStates {

    private final KeptState<String, UserPreference> store;
    private final Map<String, UserPreference> decoded;

    /** The format of the store. */
    static Serde<UserPreference> serde() {
        return Serdes.serdeFrom(
                (topic, state) -> PreferenceCodec.encode(state), (topic, bytes) -> PreferenceCodec.decode(bytes));
    }

    UserStates(KeptState<String, UserPreference> store, int decodedUsers) {
        this.store = store;
        this.decoded = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, UserPreference> eldest) {
                return size() > decodedUsers;
            }
        };
    }

    /** The empty preference for a user who has none. */
    UserPreference load(String user) {
        UserPreference known = decoded.get(user);
        if (known != null) {
            return known;
        }
        UserPreference stored = store.get(user);
        return stored == null ? UserPreference.EMPTY : stored;
    }

    void save(String user, UserPreference state) {
        store.put(user, state);
        decoded.put(user, state);
    }

    void forget(String user) {
        store.delete(user);
        decoded.remove(user);
    }
}
