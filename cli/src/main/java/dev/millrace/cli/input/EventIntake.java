package dev.millrace.cli.input;

import dev.millrace.avro.Interaction;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.Reading;
import dev.millrace.model.preferences.TypeWeight;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.topologies.ingest.InputRules;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the events of a file arrive, whatever its layout: their types understood, their ratings made stars, and the
 * rules of ingest-app applied, so that nothing is learned here that the pipeline would reject.
 */
final class EventIntake {

    /** Events are kept with their type in a byte. */
    private static final int MOST_TYPES = 100;

    private static final int SAMPLES = 3;
    private static final Set<String> NONE =
            Set.of("NULL", "null", "Null", "NaN", "nan", "None", "\\N", "N/A", "#N/A", "undefined", "<null>");

    private final Path file;
    private final TypeNames types;
    private final InputRules rules;
    private final long nowMs;
    private final RatingColumn ratings = new RatingColumn();
    private final RowTally tally = new RowTally();
    private final InteractionLog.Builder log = InteractionLog.builder();
    private final Interaction event = new Interaction();
    private final List<String> samples = new ArrayList<>();
    private @Nullable RatingScale scale;
    private long newest = Long.MIN_VALUE;
    private long unsorted;
    private long early;
    private long firstEarlyLine;

    EventIntake(Path file, ReadingSettings settings) {
        if (settings.types().size() > MOST_TYPES) {
            throw CommandFailure.badInput("--types can name at most " + MOST_TYPES + " types");
        }
        this.file = file;
        this.types = new TypeNames(settings.types());
        this.scale = settings.ratingScale();
        this.nowMs = settings.clock().millis();
        this.rules = settings.rules(types.accepted());
    }

    RowTally tally() {
        return tally;
    }

    /** First time round: notices the scale of ratings. */
    void see(String type, double value) {
        String resolved = types.resolve(type);
        if (resolved != null && isRating(resolved) && !Double.isNaN(value)) {
            ratings.see(value);
        }
    }

    /** Between the two times. */
    void decide() {
        types.restart();
        if (scale == null && !ratings.isEmpty()) {
            scale = ratings.decide(file);
        }
    }

    /**
     * One event.
     *
     * @param value NaN: none
     */
    void take(long line, String user, String item, String type, double value, long timeMs) {
        if (NONE.contains(user) || NONE.contains(item)) {
            tally.broken(RowProblem.ID_FOR_NONE, line, NONE.contains(user) ? user : item);
            return;
        }
        String resolved = type.isEmpty() ? "" : types.resolve(type);
        if (resolved == null) {
            tally.broken(RowProblem.UNKNOWN_EVENT_TYPE, line, type);
            return;
        }
        double read = value;
        if (isRating(resolved)) {
            if (Double.isNaN(value)) {
                tally.broken(RowProblem.MISSING_RATING, line, "");
                return;
            }
            if (scale != null && !scale.holds(value)) {
                tally.broken(RowProblem.RATING_OFF_SCALE, line, String.valueOf(value));
                return;
            }
            read = scale == null ? value : scale.stars(value);
        }
        accept(line, user, item, resolved, (float) read, timeMs);
    }

    private void accept(long line, String user, String item, String type, float value, long timeMs) {
        event.setUserId(user);
        event.setItemId(item);
        event.setEventType(type);
        event.setValue(Float.isNaN(value) ? null : Double.valueOf(value));
        event.setTimestampMs(timeMs);
        InputRules.Objection objection = rules.objection(event, nowMs);
        if (objection != null) {
            RowProblem problem = RowProblem.ofReason(objection.reason());
            tally.broken(problem, line, shown(problem));
            return;
        }
        tally.accepted();
        if (timeMs < TimeColumn.EARLIEST.toEpochMilli()) {
            early++;
            firstEarlyLine = firstEarlyLine == 0 ? line : firstEarlyLine;
        }
        unsorted += timeMs < newest ? 1 : 0;
        newest = Math.max(newest, timeMs);
        if (samples.size() < SAMPLES) {
            samples.add(event.toString());
        }
        log.add(user, item, type, value, timeMs);
    }

    private String shown(RowProblem problem) {
        return switch (problem) {
            case MISSING_USER -> event.getUserId();
            case MISSING_ITEM -> event.getItemId();
            case ID_TOO_LONG ->
                event.getUserId().length() > event.getItemId().length() ? event.getUserId() : event.getItemId();
            case VALUE_NOT_FINITE -> String.valueOf(event.getValue());
            case MISSING_TIMESTAMP, FUTURE_TIMESTAMP, EXPIRED_TIMESTAMP ->
                Instant.ofEpochMilli(event.getTimestampMs()).toString();
            default -> "";
        };
    }

    private static boolean isRating(String type) {
        TypeWeight weight = EventWeights.defaults().byType().get(type);
        return weight != null && weight.reading() == Reading.STARS;
    }

    /** The end of the file. */
    EventFile.Loaded finish(String layout, List<String> columnRemarks, List<String> ignoredColumns) {
        InteractionLog sorted = log.build();
        List<String> remarks = new ArrayList<>(types.remarks());
        remarks.addAll(columnRemarks);
        String scaleFound = scale == null ? null : scale.description();
        if (scale != null && !scale.isStars()) {
            remarks.add(scale.description());
        }
        if (early > 0) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "%,d of the events lie before 1990 (the first in line %d), the oldest at %s; is --time-unit right?",
                    early,
                    firstEarlyLine,
                    Instant.ofEpochMilli(sorted.timestampMs(0))));
        }
        boolean any = sorted.size() > 0;
        return new EventFile.Loaded(
                sorted,
                tally.report(
                        file,
                        ignoredColumns,
                        unsorted,
                        Occurrences.repeated(sorted),
                        new FileReport.Findings(
                                layout,
                                remarks,
                                types.readings(),
                                scaleFound,
                                any ? sorted.timestampMs(0) : null,
                                any ? sorted.timestampMs(sorted.size() - 1) : null,
                                List.copyOf(samples))));
    }
}
