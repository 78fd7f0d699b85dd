package dev.millrace.topologies.processing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.jspecify.annotations.Nullable;

/**
 * A processor that is called by the wall clock too, until it is closed.
 *
 * <p>Kafka Streams goes on calling what a closed processor has scheduled: a task that is begun again after a failure
 * keeps its schedule, closes its processors and initialises them anew. What was scheduled before would then run beside
 * what is scheduled now, over stores and models that were let go of.
 */
public abstract class PunctuatedProcessor<KIn, VIn, KOut, VOut> extends ContextualProcessor<KIn, VIn, KOut, VOut> {

    private final List<Cancellable> scheduled = new ArrayList<>();

    /** Calls again and again; each call is a commit, so an idle processor had better {@link #wake} itself. */
    protected final Cancellable every(Duration interval, LongConsumer call) {
        var calls = new Calls(context().schedule(interval, PunctuationType.WALL_CLOCK_TIME, call::accept));
        scheduled.add(calls);
        return calls;
    }

    /** Calls once whenever it is asked to. */
    protected final Wake wake(LongConsumer call) {
        var wake = new Wake(call);
        scheduled.add(wake);
        return wake;
    }

    /** Ends what the processor has scheduled, then all else that it began. */
    @Override
    public final void close() {
        List.copyOf(scheduled).forEach(Cancellable::cancel);
        scheduled.clear();
        end();
    }

    /** Ends whatever was begun beside the schedule; also called when {@link #init} has failed half-way. */
    protected void end() {}

    /** Forgotten once cancelled, since some are scheduled for a single call and very often. */
    private final class Calls implements Cancellable {

        private final Cancellable calls;

        private Calls(Cancellable calls) {
            this.calls = calls;
        }

        @Override
        public void cancel() {
            calls.cancel();
            scheduled.remove(this);
        }
    }

    /** One call, asked for when there is something to do: under exactly-once an idle one would commit each time. */
    public final class Wake implements Cancellable {

        private final LongConsumer call;
        private @Nullable Cancellable pending;

        private Wake(LongConsumer call) {
            this.call = call;
        }

        /** Does nothing when a call is on its way. */
        public void in(Duration delay) {
            if (pending == null) {
                pending = context().schedule(delay, PunctuationType.WALL_CLOCK_TIME, nowMs -> {
                    cancel();
                    call.accept(nowMs);
                });
            }
        }

        public boolean isPending() {
            return pending != null;
        }

        @Override
        public void cancel() {
            if (pending != null) {
                pending.cancel();
                pending = null;
            }
        }
    }
}
