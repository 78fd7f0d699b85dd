package dev.millrace.topologies.scoring;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who was scored within the last moments: an event of such a user is probably one of a burst. */
final class RecentlyScored {

    private final long nanos;
    private final Map<String, Long> until = new LinkedHashMap<>();

    RecentlyScored(long nanos) {
        this.nanos = nanos;
    }

    void add(String user, long nowNanos) {
        Iterator<Long> oldest = until.values().iterator();
        while (oldest.hasNext() && oldest.next() - nowNanos <= 0) {
            oldest.remove();
        }
        until.remove(user); // to the end of the order
        until.put(user, nowNanos + nanos);
    }

    void forget(String user) {
        until.remove(user);
    }

    /** When the user may be scored again; {@code nowNanos} when at once. */
    long notBefore(String user, long nowNanos) {
        Long known = until.get(user);
        return known == null || known - nowNanos <= 0 ? nowNanos : known;
    }
}
