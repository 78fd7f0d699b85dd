package dev.millrace.schemas;

import dev.millrace.avro.Candidate;
import dev.millrace.avro.Candidates;
import dev.millrace.avro.FallbackLevel;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.ItemNeighbours;
import dev.millrace.avro.Neighbour;
import dev.millrace.avro.Reason;
import dev.millrace.avro.Recommendations;
import dev.millrace.avro.RecommendedItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/**
 * Readers of the records that make up most of the traffic, field by field as the schema in this release has them: a
 * list of a hundred candidates takes a fifth of the time that Avro's reader does. What was written with another schema
 * goes through Avro.
 */
final class DirectReaders {

    private static final Map<Class<?>, Function<AvroSource, ?>> BY_TYPE = Map.of(
            Interaction.class, DirectReaders::interaction,
            ItemNeighbours.class, DirectReaders::itemNeighbours,
            Candidates.class, DirectReaders::candidates,
            Recommendations.class, DirectReaders::recommendations);

    private static final FallbackLevel[] LEVELS = FallbackLevel.values(); // each call of values() is a copy

    private DirectReaders() {}

    /** Of a record of this type that was written with this schema; null when only Avro can read it. */
    @SuppressWarnings("unchecked") // each reader stands under the class that it makes
    static <T> @Nullable Function<AvroSource, T> of(Class<T> type, Schema own, Schema written) {
        Function<AvroSource, ?> reader = BY_TYPE.get(type);
        return reader != null && sameBytes(own, written) ? (Function<AvroSource, T>) reader : null;
    }

    /** The parsing form is what an encoding depends on: without docs, defaults and what Java calls a string. */
    private static boolean sameBytes(Schema own, Schema written) {
        return SchemaNormalization.toParsingForm(own).equals(SchemaNormalization.toParsingForm(written));
    }

    private static Interaction interaction(AvroSource in) {
        var event = new Interaction();
        event.setEventId(text(in));
        event.setUserId(in.readString());
        event.setItemId(in.readString());
        event.setEventType(in.readString());
        event.setValue(isPresent(in) ? (Double) in.readDouble() : null);
        event.setTimestampMs(in.readLong());
        event.setSessionId(text(in));
        event.setBot(in.readBoolean());
        return event;
    }

    private static ItemNeighbours itemNeighbours(AvroSource in) {
        long asOfMs = in.readLong();
        List<Neighbour> list = new ArrayList<>();
        for (int block = in.readBlock(); block != 0; block = in.readBlock()) {
            for (int i = 0; i < block; i++) {
                var neighbour = new Neighbour();
                neighbour.setItemId(in.readString());
                neighbour.setWeight(in.readDouble());
                list.add(neighbour);
            }
        }
        return new ItemNeighbours(asOfMs, list);
    }

    private static Candidates candidates(AvroSource in) {
        var candidates = new Candidates();
        candidates.setModelVersion(text(in));
        candidates.setSlot(in.readString());
        candidates.setArm(in.readString());
        candidates.setAsOfOffset(in.readLong());
        candidates.setEventAppendedMs(in.readLong());
        candidates.setGeneratedAtMs(in.readLong());
        candidates.setHistoryLength(in.readInt());
        List<Candidate> items = new ArrayList<>();
        String source = "";
        for (int block = in.readBlock(); block != 0; block = in.readBlock()) {
            for (int i = 0; i < block; i++) {
                var item = new Candidate();
                item.setItemId(in.readString());
                item.setScore(in.readFloat());
                source = in.readString(source);
                item.setSource(source);
                item.setReasons(reasons(in));
                items.add(item);
            }
        }
        candidates.setItems(items);
        candidates.setLeftOut(texts(in));
        return candidates;
    }

    private static Recommendations recommendations(AvroSource in) {
        var list = new Recommendations();
        list.setModelVersion(text(in));
        list.setSlot(in.readString());
        list.setArm(in.readString());
        list.setLevel(LEVELS[in.readInt()]);
        list.setAsOfOffset(in.readLong());
        list.setEventAppendedMs(in.readLong());
        list.setGeneratedAtMs(in.readLong());
        List<RecommendedItem> items = new ArrayList<>();
        String source = "";
        for (int block = in.readBlock(); block != 0; block = in.readBlock()) {
            for (int i = 0; i < block; i++) {
                var item = new RecommendedItem();
                item.setItemId(in.readString());
                item.setScore(in.readFloat());
                source = in.readString(source);
                item.setSource(source);
                item.setReasons(reasons(in));
                item.setPropensity(isPresent(in) ? (Float) in.readFloat() : null);
                items.add(item);
            }
        }
        list.setItems(items);
        return list;
    }

    /** Most items of a list have none. */
    private static List<Reason> reasons(AvroSource in) {
        int block = in.readBlock();
        if (block == 0) {
            return List.of();
        }
        List<Reason> reasons = new ArrayList<>(block);
        for (; block != 0; block = in.readBlock()) {
            for (int i = 0; i < block; i++) {
                var reason = new Reason();
                reason.setItemId(in.readString());
                reason.setContribution(in.readFloat());
                reasons.add(reason);
            }
        }
        return reasons;
    }

    private static List<String> texts(AvroSource in) {
        List<String> texts = new ArrayList<>();
        for (int block = in.readBlock(); block != 0; block = in.readBlock()) {
            for (int i = 0; i < block; i++) {
                texts.add(in.readString());
            }
        }
        return texts;
    }

    private static @Nullable String text(AvroSource in) {
        return isPresent(in) ? in.readString() : null;
    }

    /** Of a union of null and something else: which of the two follows. */
    private static boolean isPresent(AvroSource in) {
        int branch = in.readInt();
        if (branch != 0 && branch != 1) {
            throw new IllegalArgumentException("branch " + branch + " of a union of two");
        }
        return branch == 1;
    }
}
