package dev.millrace.topologies.retrain;

import dev.millrace.avro.Interaction;
import java.util.Objects;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Lets {@link ListJudge} judge each event and hands the outcomes on in batches. */
final class EventJudge extends ContextualProcessor<String, Interaction, String, Outcome> {

    private final RetrainSettings settings;
    private final ListJudge judge;
    private @Nullable KeyValueStore<String, UserLists> lists;
    private @Nullable PendingOutcomes pending;

    EventJudge(RetrainSettings settings, ListJudge judge) {
        this.settings = settings;
        this.judge = judge;
    }

    @Override
    public void init(ProcessorContext<String, Outcome> context) {
        super.init(context);
        lists = context.getStateStore(RetrainTopology.USER_LISTS);
        pending = new PendingOutcomes(context.getStateStore(RetrainTopology.PENDING_OUTCOMES));
        context.schedule(settings.flushInterval(), PunctuationType.WALL_CLOCK_TIME, this::flush);
    }

    @Override
    public void process(Record<String, Interaction> record) {
        KeyValueStore<String, UserLists> store = Objects.requireNonNull(lists);
        UserLists known = store.get(record.key());
        UserLists before = known == null ? UserLists.EMPTY : known;
        ListJudge.Judgement judgement = judge.judge(before, happening(record.value()));
        if (judgement.lists() != before) {
            store.put(record.key(), judgement.lists());
        }
        Objects.requireNonNull(pending).addAll(judgement.outcomes());
    }

    private ListJudge.Happening happening(Interaction interaction) {
        RecordMetadata place = context().recordMetadata().orElseThrow();
        Double value = interaction.getValue();
        return new ListJudge.Happening(
                interaction.getItemId(),
                interaction.getEventType(),
                value == null ? 1 : value.floatValue(),
                interaction.getTimestampMs(),
                place.partition(),
                place.offset());
    }

    private void flush(long nowMs) {
        for (Outcome outcome : Objects.requireNonNull(pending).drain()) {
            context().forward(new Record<>(settings.slot(), outcome, nowMs));
        }
    }
}
