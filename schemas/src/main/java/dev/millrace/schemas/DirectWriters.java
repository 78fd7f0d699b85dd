package dev.millrace.schemas;

import dev.millrace.avro.Candidate;
import dev.millrace.avro.Candidates;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.Reason;
import dev.millrace.avro.Recommendations;
import dev.millrace.avro.RecommendedItem;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writers of the records that make up most of the traffic, field by field: the other side of {@link DirectReaders}. The
 * bytes are those of Avro's own writer, which takes a third longer for a list and twice as long for an event.
 */
final class DirectWriters {

    private static final Map<Class<?>, BiConsumer<AvroSink, ?>> BY_TYPE = Map.of(
            Interaction.class, writer(DirectWriters::interaction),
            Candidates.class, writer(DirectWriters::candidates),
            Recommendations.class, writer(DirectWriters::recommendations));

    private DirectWriters() {}

    /** Of a record of this type with the schema of this release; null when only Avro can write it. */
    @SuppressWarnings("unchecked") // each writer stands under the class that it takes
    static <T> @Nullable BiConsumer<AvroSink, T> of(Class<T> type) {
        return (BiConsumer<AvroSink, T>) BY_TYPE.get(type);
    }

    private static <T> BiConsumer<AvroSink, T> writer(BiConsumer<AvroSink, T> writer) {
        return writer;
    }

    private static void interaction(AvroSink out, Interaction event) {
        text(out, event.getEventId());
        out.writeString(event.getUserId());
        out.writeString(event.getItemId());
        out.writeString(event.getEventType());
        Double value = event.getValue();
        branch(out, value);
        if (value != null) {
            out.writeDouble(value);
        }
        out.writeLong(event.getTimestampMs());
        text(out, event.getSessionId());
        out.writeBoolean(event.getBot());
    }

    private static void candidates(AvroSink out, Candidates candidates) {
        text(out, candidates.getModelVersion());
        out.writeString(candidates.getSlot());
        out.writeString(candidates.getArm());
        out.writeLong(candidates.getAsOfOffset());
        out.writeLong(candidates.getEventAppendedMs());
        out.writeLong(candidates.getGeneratedAtMs());
        out.writeLong(candidates.getHistoryLength());
        array(out, candidates.getItems(), DirectWriters::candidate);
        array(out, candidates.getLeftOut(), AvroSink::writeString);
    }

    private static void candidate(AvroSink out, Candidate item) {
        out.writeString(item.getItemId());
        out.writeFloat(item.getScore());
        out.writeString(item.getSource());
        array(out, item.getReasons(), DirectWriters::reason);
    }

    @SuppressWarnings("EnumOrdinal") // Avro writes the place in the schema, from which the enum is made
    private static void recommendations(AvroSink out, Recommendations list) {
        text(out, list.getModelVersion());
        out.writeString(list.getSlot());
        out.writeString(list.getArm());
        out.writeLong(list.getLevel().ordinal());
        out.writeLong(list.getAsOfOffset());
        out.writeLong(list.getEventAppendedMs());
        out.writeLong(list.getGeneratedAtMs());
        array(out, list.getItems(), DirectWriters::recommended);
    }

    private static void recommended(AvroSink out, RecommendedItem item) {
        out.writeString(item.getItemId());
        out.writeFloat(item.getScore());
        out.writeString(item.getSource());
        array(out, item.getReasons(), DirectWriters::reason);
        Float propensity = item.getPropensity();
        branch(out, propensity);
        if (propensity != null) {
            out.writeFloat(propensity);
        }
    }

    private static void reason(AvroSink out, Reason reason) {
        out.writeString(reason.getItemId());
        out.writeFloat(reason.getContribution());
    }

    /** One block, as Avro's buffered encoder writes it. */
    private static <T> void array(AvroSink out, List<T> entries, BiConsumer<AvroSink, T> writer) {
        if (!entries.isEmpty()) {
            out.writeLong(entries.size());
            for (T entry : entries) {
                writer.accept(out, entry);
            }
        }
        out.writeLong(0);
    }

    private static void text(AvroSink out, @Nullable String text) {
        branch(out, text);
        if (text != null) {
            out.writeString(text);
        }
    }

    /** Of a union of null and something else: which of the two follows. */
    private static void branch(AvroSink out, @Nullable Object value) {
        out.writeLong(value == null ? 0 : 1);
    }
}
