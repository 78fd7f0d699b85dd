package dev.millrace.model.replay;

/** For each user the indexes of their events in order of time (a compressed row index over {@link InteractionLog}). */
public final class UserTimelines {

    private final int[] start;
    private final int[] events;

    private UserTimelines(int[] start, int[] events) {
        this.start = start;
        this.events = events;
    }

    public static UserTimelines of(InteractionLog log) {
        int[] start = new int[log.userCount() + 1];
        for (int i = 0; i < log.size(); i++) {
            start[log.user(i) + 1]++;
        }
        for (int u = 0; u < log.userCount(); u++) {
            start[u + 1] += start[u];
        }
        int[] next = start.clone();
        int[] events = new int[log.size()];
        for (int i = 0; i < log.size(); i++) {
            events[next[log.user(i)]++] = i;
        }
        return new UserTimelines(start, events);
    }

    public int count(int user) {
        return start[user + 1] - start[user];
    }

    /** Index in the log of the user's event number {@code position}, oldest first. */
    public int event(int user, int position) {
        return events[start[user] + position];
    }

    /** How many of the user's events come strictly before event index {@code eventIndex}. */
    public int countBefore(int user, int eventIndex) {
        int low = start[user];
        int high = start[user + 1];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (events[middle] < eventIndex) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - start[user];
    }
}
