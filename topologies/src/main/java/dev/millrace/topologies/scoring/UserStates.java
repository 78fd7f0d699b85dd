package dev.millrace.topologies.scoring;

import dev.millrace.model.preferences.PreferenceCodec;
import dev.millrace.model.preferences.UserPreference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The store of one task's users, with the latest ones kept decoded: events come in bursts, and a user's second event
 * then costs neither a look-up nor a decoding. The task is the store's only writer, so the two never differ.
 */
final class UserStates {

    private final KeyValueStore<String, byte[]> store;
    private final Map<String, UserPreference> decoded;

    UserStates(KeyValueStore<String, byte[]> store, int decodedUsers) {
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
        byte[] bytes = store.get(user);
        return bytes == null ? UserPreference.EMPTY : PreferenceCodec.decode(bytes);
    }

    void save(String user, UserPreference state) {
        store.put(user, PreferenceCodec.encode(state));
        decoded.put(user, state);
    }

    void forget(String user) {
        store.delete(user);
        decoded.remove(user);
    }
}
