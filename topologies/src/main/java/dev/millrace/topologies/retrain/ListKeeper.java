package dev.millrace.topologies.retrain;

import dev.millrace.avro.Erasure;
import dev.millrace.avro.Impression;
import dev.millrace.avro.Recommendations;
import dev.millrace.avro.RecommendedItem;
import dev.millrace.schemas.MillraceHeaders;
import dev.millrace.topologies.erasure.ErasureHorizons;
import dev.millrace.topologies.processing.KeptState;
import dev.millrace.topologies.processing.UnreadableState;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Keeps {@link UserLists} up to date from the topics that tell what users have and see. */
abstract class ListKeeper<V> extends ContextualProcessor<String, V, Void, Void> {

    final UnreadableState unreadable;
    private @Nullable KeptState<String, UserLists> lists;

    ListKeeper(UnreadableState unreadable) {
        this.unreadable = unreadable;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        lists = KeptState.of(context, RetrainTopology.USER_LISTS, StateSerdes.USER_LISTS, unreadable);
    }

    final KeptState<String, UserLists> lists() {
        return Objects.requireNonNull(lists, "not initialised");
    }

    final UserLists of(String user) {
        UserLists known = lists().get(user);
        return known == null ? UserLists.EMPTY : known;
    }

    /** A published list; null withdraws it. */
    static final class Recommended extends ListKeeper<Recommendations> {

        private @Nullable ErasureHorizons horizons;

        Recommended(UnreadableState unreadable) {
            super(unreadable);
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            super.init(context);
            horizons = ErasureHorizons.of(context);
        }

        @Override
        public void process(Record<String, Recommendations> record) {
            Recommendations published = record.value();
            if (published == null) {
                withdraw(record.key());
            } else if (isOfTheUserOfNow(record)) {
                keep(record.key(), published);
            }
        }

        /** The list's maker knew of every erasure known here; of one that is not known here yet, this learns. */
        private boolean isOfTheUserOfNow(Record<String, Recommendations> record) {
            ErasureHorizons known = Objects.requireNonNull(horizons, "not initialised");
            long knownToMaker = MillraceHeaders.erasedMs(record.headers());
            if (known.raise(record.key(), knownToMaker)) {
                lists().delete(record.key());
            }
            return knownToMaker >= known.of(record.key());
        }

        /** Of a user who is forgotten nothing else is known either, and nothing is to be written under the id. */
        private void withdraw(String user) {
            UserLists known = lists().get(user);
            if (known == null) {
                return;
            }
            UserLists left = known.withoutLists();
            if (left.isEmpty()) {
                lists().delete(user);
            } else {
                lists().put(user, left);
            }
        }

        private void keep(String user, Recommendations published) {
            String version = published.getModelVersion() == null ? Outcome.NO_MODEL : published.getModelVersion();
            List<String> items = published.getItems().stream()
                    .limit(ServedList.DEPTH)
                    .map(RecommendedItem::getItemId)
                    .toList();
            lists().put(user, of(user).withList(ServedList.of(version, published.getAsOfOffset(), items)));
        }
    }

    /** A list that was shown. */
    static final class Shown extends ListKeeper<Impression> {

        private @Nullable PendingOutcomes pending;

        Shown(UnreadableState unreadable) {
            super(unreadable);
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            super.init(context);
            pending = PendingOutcomes.of(context, unreadable);
        }

        @Override
        public void process(Record<String, Impression> record) {
            Impression shown = record.value();
            UserLists known = of(record.key());
            String version = shown.getModelVersion();
            if (version == null) {
                version = known.newest() == null
                        ? Outcome.NO_MODEL
                        : known.newest().version();
            }
            var impressed = new Impressed(version, shown.getTimestampMs(), shown.getItemIds());
            Counts counts = Counts.shown(impressed.items().size());
            lists().put(record.key(), known.withImpressed(impressed));
            Objects.requireNonNull(pending).add(Outcome.of(version, counts, shown.getTimestampMs()));
        }
    }

    /** A user who is to be forgotten, with what has come already of the user who begins anew. */
    static final class Erased extends ListKeeper<Erasure> {

        private @Nullable ErasureHorizons horizons;
        private @Nullable Cancellable expiry;

        Erased(UnreadableState unreadable) {
            super(unreadable);
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            super.init(context);
            horizons = ErasureHorizons.of(context);
            expiry = horizons.expire(context);
        }

        @Override
        public void process(Record<String, Erasure> record) {
            if (Objects.requireNonNull(horizons, "not initialised")
                    .raise(record.key(), ErasureHorizons.horizonOf(record))) {
                lists().delete(record.key());
            }
        }

        @Override
        public void close() {
            if (expiry != null) {
                expiry.cancel();
            }
        }
    }

    /** An anonymous session that is over. */
    static final class Ended extends ListKeeper<Erasure> {

        Ended(UnreadableState unreadable) {
            super(unreadable);
        }

        @Override
        public void process(Record<String, Erasure> record) {
            Objects.requireNonNull(record.value(), "the end of a session without a value");
            lists().delete(record.key());
        }
    }
}
