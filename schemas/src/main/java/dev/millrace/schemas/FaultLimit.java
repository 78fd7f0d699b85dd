package dev.millrace.schemas;

import java.util.Map;

/**
 * How many faults among records are theirs. Beyond that they are those of whoever reads them: of a broken release, or
 * of a registry that has lost its schemas.
 *
 * @param share of the latest records that may be faulty, 0 to 1
 * @param window so many records are the latest; with few records no share is ever exceeded, since {@code share} of the
 *     window may be faulty however small a part of it has gone by
 */
public record FaultLimit(double share, int window) {

    /** Where Kafka Streams hands the limit on to what it makes itself. */
    public static final String CONFIG = "millrace.fault.limit";

    /** Those of app-shell.properties. */
    public static final FaultLimit DEFAULT = new FaultLimit(0.01, 10_000);

    public FaultLimit {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("dead.letters.share must be from 0 to 1, was " + share);
        }
        if (window < 1) {
            throw new IllegalArgumentException("dead.letters.window must be positive, was " + window);
        }
    }

    /** The default where none is configured. */
    public static FaultLimit of(Map<String, ?> config) {
        return config.get(CONFIG) instanceof FaultLimit limit ? limit : DEFAULT;
    }

    /** Over one sequence of records. */
    public Watch watch() {
        return new Watch(window, (int) Math.floor(share * window));
    }

    /** Remembers where the latest faults were, for one thread; costs nothing where there are none. */
    public static final class Watch {

        private final int window;
        private final long[] latest; // a ring
        private long faults;

        private Watch(int window, int most) {
            this.window = window;
            this.latest = new long[most];
        }

        /**
         * A fault.
         *
         * @param position of the record in its sequence, such as its offset; no fault has the one of another
         * @return whether it may go on
         */
        public boolean admits(long position) {
            if (latest.length == 0) {
                return false;
            }
            int place = (int) (faults % latest.length);
            boolean tooMany = faults >= latest.length && position - latest[place] < window;
            latest[place] = position;
            faults++;
            return !tooMany;
        }
    }
}
