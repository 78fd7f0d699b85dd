package dev.millrace.topologies.feature;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which items of one task are kept though the catalogue does not hold them. Their records of the catalogue may be on
 * their way, so that they are not forgotten at once; but whoever sends events may invent any number of them, so they
 * are few and not for ever. Known anew from the store after a start.
 */
final class Strangers {

    /** Per task; those touched longest ago go first. */
    static final int MOST = 10_000;

    /** Of event time without an event. */
    static final Duration KEPT = Duration.ofDays(7);

    private final Map<String, Long> lastSeenMs = new LinkedHashMap<>();
    private long newestMs = Long.MIN_VALUE;
    private int arrivals;

    /** An event of any item tells the time. */
    void now(long eventMs) {
        newestMs = Math.max(newestMs, eventMs);
    }

    void touched(String itemId, long eventMs) {
        lastSeenMs.remove(itemId); // to the end of the order
        lastSeenMs.put(itemId, eventMs);
        now(eventMs);
    }

    /** Takes out those that have come into the catalogue since the last call. */
    List<String> admitted(CatalogView catalog) {
        List<String> admitted = new ArrayList<>();
        int now = catalog.arrivals();
        if (now != arrivals) {
            arrivals = now;
            lastSeenMs.keySet().removeIf(itemId -> !catalog.isStranger(itemId) && admitted.add(itemId));
        }
        return admitted;
    }

    /** Takes out those that are too many or too old. */
    List<String> expired() {
        List<String> expired = new ArrayList<>();
        Iterator<Map.Entry<String, Long>> oldest = lastSeenMs.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<String, Long> next = oldest.next();
            if (lastSeenMs.size() <= MOST && next.getValue() >= newestMs - KEPT.toMillis()) {
                break;
            }
            expired.add(next.getKey());
            oldest.remove();
        }
        return expired;
    }

    int size() {
        return lastSeenMs.size();
    }
}
