package dev.millrace.topologies.pacing;

import dev.millrace.topologies.processing.PunctuatedProcessor;
import java.time.Clock;
import java.time.Duration;
import java.util.function.ToLongFunction;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Passes output on, and asks for a commit a moment after the first fresh record; sits right before a sink. The moment
 * grows with the record's age: a thread that falls behind spends more of its time on records and less on commits, and
 * catches up while its output is still fresh. With one moment for all that is fresh it stays as far behind as fresh
 * output may be.
 *
 * <p>A commit takes in all tasks of the stream thread, so the tasks of a thread share one pending request. What nobody
 * asks a commit for is committed by the commit interval.
 */
public final class CommitPacer<K, V> extends PunctuatedProcessor<K, V, K, V> {

    private final Supplier<K, V> shared;
    private Pending pending = new Pending();
    private boolean readersWait;
    private long intervalMs;
    private @Nullable Wake request;

    /** Whose request the thread waits for. */
    private static final class Pending {
        private @Nullable CommitPacer<?, ?> owner;
    }

    private CommitPacer(Supplier<K, V> shared) {
        this.shared = shared;
    }

    @Override
    public void init(ProcessorContext<K, V> context) {
        super.init(context);
        request = wake(now -> commit());
        pending = shared.pending.get(); // init runs on the thread that will process
        // Under at-least-once readers see a record as soon as it is sent.
        readersWait = StreamsConfig.EXACTLY_ONCE_V2.equals(
                String.valueOf(context.appConfigs().get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG)));
        intervalMs = Long.parseLong(String.valueOf(context.appConfigs().get(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)));
    }

    @Override
    public void process(Record<K, V> output) {
        context().forward(output);
        if (readersWait && pending.owner == null && request != null) {
            Duration wait =
                    shared.pace.commitIn(shared.clock.millis() - shared.appendedMs.applyAsLong(output), intervalMs);
            if (wait != null) {
                pending.owner = this;
                request.in(wait);
            }
        }
    }

    private void commit() {
        withdraw();
        context().commit();
    }

    private void withdraw() {
        if (pending.owner == this) {
            pending.owner = null;
        }
    }

    @Override
    protected void end() {
        withdraw();
    }

    /** One for each place in a topology. */
    public static final class Supplier<K, V> implements ProcessorSupplier<K, V, K, V> {

        private final CommitPace pace;
        private final ToLongFunction<Record<K, V>> appendedMs;
        private final Clock clock;
        private final ThreadLocal<Pending> pending = ThreadLocal.withInitial(Pending::new);

        /** @param appendedMs when the event behind a record was appended, epoch milliseconds */
        public Supplier(CommitPace pace, ToLongFunction<Record<K, V>> appendedMs, Clock clock) {
            this.pace = pace;
            this.appendedMs = appendedMs;
            this.clock = clock;
        }

        @Override
        public Processor<K, V, K, V> get() {
            return new CommitPacer<>(this);
        }
    }
}
