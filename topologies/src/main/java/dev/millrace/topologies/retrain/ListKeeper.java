package dev.millrace.topologies.retrain;

import dev.millrace.avro.Erasure;
import dev.millrace.avro.Impression;
import dev.millrace.avro.Recommendations;
import dev.millrace.avro.RecommendedItem;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps {@link UserLists} up to date from the topics that tell what users have and see. */
abstract class ListKeeper<V> extends ContextualProcessor<String, V, Void, Void> {

    private @Nullable KeyValueStore<String, UserLists> lists;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        lists = context.getStateStore(RetrainTopology.USER_LISTS);
    }

    final KeyValueStore<String, UserLists> lists() {
        return Objects.requireNonNull(lists, "not initialised");
    }

    final UserLists of(String user) {
        UserLists known = lists().get(user);
        return known == null ? UserLists.EMPTY : known;
    }

    /** A published list; null withdraws it. */
    static final class Recommended extends ListKeeper<Recommendations> {

        @Override
        public void process(Record<String, Recommendations> record) {
            Recommendations published = record.value();
            UserLists known = of(record.key());
            if (published == null) {
                lists().put(record.key(), new UserLists(null, null, known.consumed(), known.impressed()));
                return;
            }
            String version = published.getModelVersion() == null ? Outcome.NO_MODEL : published.getModelVersion();
            List<String> items = published.getItems().stream()
                    .limit(ServedList.DEPTH)
                    .map(RecommendedItem::getItemId)
                    .toList();
            lists().put(record.key(), known.withList(ServedList.of(version, published.getAsOfOffset(), items)));
        }
    }

    /** A list that was shown. */
    static final class Shown extends ListKeeper<Impression> {

        private @Nullable PendingOutcomes pending;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            super.init(context);
            pending = new PendingOutcomes(context.getStateStore(RetrainTopology.PENDING_OUTCOMES));
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

    /** A user who is to be forgotten. */
    static final class Forgotten extends ListKeeper<Erasure> {

        @Override
        public void process(Record<String, Erasure> record) {
            lists().delete(record.key());
        }
    }
}
