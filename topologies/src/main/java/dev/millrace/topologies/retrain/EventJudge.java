package dev.millrace.topologies.retrain;

import dev.millrace.avro.Interaction;
import dev.millrace.schemas.SentBack;
import dev.millrace.topologies.processing.KeptState;
import dev.millrace.topologies.processing.PunctuatedProcessor;
import dev.millrace.topologies.processing.UnreadableState;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Lets {@link ListJudge} judge each event and hands the outcomes on in batches. */
final class EventJudge extends PunctuatedProcessor<String, Interaction, String, Outcome> {

    private final RetrainSettings settings;
    private final ListJudge judge;
    private final UnreadableState unreadable;
    private @Nullable KeptState<String, UserLists> lists;
    private @Nullable PendingOutcomes pending;

    EventJudge(RetrainSettings settings, ListJudge judge, UnreadableState unreadable) {
        this.unreadable = unreadable;
        this.settings = settings;
        this.judge = judge;
    }

    @Override
    public void init(ProcessorContext<String, Outcome> context) {
        super.init(context);
        lists = KeptState.of(context, RetrainTopology.USER_LISTS, StateSerdes.USER_LISTS, unreadable);
        pending = PendingOutcomes.of(context, unreadable);
        every(settings.flushInterval(), this::flush);
    }

    @Override
    public void process(Record<String, Interaction> record) {
        KeptState<String, UserLists> store = Objects.requireNonNull(lists);
        UserLists known = store.get(record.key());
        UserLists before = known == null ? UserLists.EMPTY : known;
        ListJudge.Judgement judgement = judge.judge(before, happening(record));
        if (judgement.lists() != before) {
            store.put(record.key(), judgement.lists());
        }
        Objects.requireNonNull(pending).addAll(judgement.outcomes());
    }

    private ListJudge.Happening happening(Record<String, Interaction> record) {
        Interaction interaction = record.value();
        RecordMetadata place = context().recordMetadata().orElseThrow();
        SentBack letter = SentBack.in(record.headers());
        Double value = interaction.getValue();
        return new ListJudge.Happening(
                interaction.getItemId(),
                interaction.getEventType(),
                value == null ? 1 : value.floatValue(),
                interaction.getTimestampMs(),
                place.partition(),
                letter == null ? place.offset() : letter.offset());
    }

    private void flush(long nowMs) {
        for (Outcome outcome : Objects.requireNonNull(pending).drain()) {
            context().forward(new Record<>(settings.slot(), outcome, nowMs));
        }
    }
}
