package dev.millrace.topologies.processing;

import dev.millrace.schemas.FaultLimit;
import dev.millrace.schemas.TooManyFaultsException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what an app has stored and cannot read any more: a value of a release that is no longer run, or a damaged one.
 * Such a value is dropped and its key begins anew, for it would stand in the way of every later record of its key. Too
 * large a share of them is no damage but a wrong release, and stops the app. One per topology.
 */
public final class UnreadableState {

    /** Stored values that could not be read and were dropped, by {@code store}. */
    public static final String DROPPED = "millrace.state.unreadable";

    private static final Logger LOG = LoggerFactory.getLogger(UnreadableState.class);

    private final MeterRegistry meters;

    public UnreadableState(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Of one store of one task. */
    public OfStore of(String store, FaultLimit limit) {
        return new OfStore(store, limit);
    }

    /** For one thread. */
    public final class OfStore {

        private final String store;
        private final FaultLimit.Watch watch;
        private final Counter dropped;
        private long looks;

        private OfStore(String store, FaultLimit limit) {
            this.store = store;
            this.watch = limit.watch();
            this.dropped = Counter.builder(DROPPED)
                    .description("Stored values that could not be read and were dropped")
                    .tag("store", store)
                    .register(meters);
        }

        /** Something is about to be read. */
        public void look() {
            looks++;
        }

        /**
         * To be called once for each value, after or before it is dropped.
         *
         * @throws TooManyFaultsException when there are too many of them
         */
        public void dropped(RuntimeException unreadable) {
            dropped.increment();
            // Without the key, which is a user's id in many stores.
            LOG.warn("Dropped a value of the store {}, which cannot be read", store, unreadable);
            if (!watch.admits(looks)) {
                throw new TooManyFaultsException(
                        "Too many values of the store " + store + " cannot be read: is this an older release?",
                        unreadable);
            }
        }
    }
}
