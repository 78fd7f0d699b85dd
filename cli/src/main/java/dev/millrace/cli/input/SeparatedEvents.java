package dev.millrace.cli.input;

import dev.millrace.cli.console.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Events of a file with columns. */
final class SeparatedEvents {

    private static final List<Column> NEEDED = List.of(Column.USER, Column.ITEM, Column.TIME);
    private static final Pattern TIME_OF_DAY =
            Pattern.compile("\\d{1,2}:\\d{2}(:\\d{2}([.,]\\d{1,9})?)?(\\s*[AaPp]\\.?[Mm]\\.?)?");

    private final Header header;
    private final int user;
    private final int item;
    private final int type;
    private final int value;
    private final int time;
    private final int clock;
    private final String usualType;
    private final TimeColumn times;
    private final NumberColumn numbers;
    private final List<String> remarks = new ArrayList<>();
    private final EventIntake intake;

    private SeparatedEvents(Path path, SeparatedFile file, ReadingSettings settings) {
        header = file.header();
        int first = header.require(Column.TIME, NEEDED);
        user = header.require(Column.USER, NEEDED);
        item = header.require(Column.ITEM, NEEDED);
        type = header.find(Column.TYPE);
        value = header.find(Column.VALUE);
        int other = dateBeside(path, file, first);
        boolean firstIsClock = isTimeOfDay(file.first(first));
        time = firstIsClock && other >= 0 ? other : first;
        clock = other < 0 ? -1 : firstIsClock ? first : other;
        usualType = usualType(settings);
        times = new TimeColumn(path, header.name(time), settings);
        numbers = new NumberColumn(value < 0 ? "" : header.name(value));
        intake = new EventIntake(path, settings);
    }

    static EventFile.Loaded read(TextFile text, ReadingSettings settings) throws IOException {
        SeparatedEvents events;
        try (SeparatedFile file = SeparatedFile.open(text, Column.OF_EVENTS, settings)) {
            events = new SeparatedEvents(text.path(), file, settings);
            Rows rows = file.rows();
            while (rows.next()) {
                if (rows.problem() == null && rows.line() >= settings.fromLine()) {
                    events.seeColumns(rows.fields());
                }
            }
        }
        events.remarks.addAll(events.times.decide());
        events.remarks.addAll(events.numbers.remarks());
        events.seeRatings(text, settings);
        events.intake.decide();
        try (SeparatedFile file = SeparatedFile.open(text, Column.OF_EVENTS, settings)) {
            Rows rows = file.rows();
            while (rows.next()) {
                if (rows.line() >= settings.fromLine()) {
                    events.take(rows);
                }
            }
            return events.intake.finish(file.layout(events.header), events.remarks, events.header.unused());
        }
    }

    /** Date and time of day may stand in two columns: which other one belongs to the one found; negative: none. */
    private int dateBeside(Path path, SeparatedFile file, int found) {
        boolean isClock = isTimeOfDay(file.first(found));
        WrittenTime date = WrittenTime.parse(file.first(found));
        boolean isDate = date != null && file.first(found).length() <= 10;
        for (int other : header.others(Column.TIME)) {
            if (isClock && WrittenTime.parse(file.first(other)) != null || isDate && isTimeOfDay(file.first(other))) {
                header.use(other);
                remarks.add("date and time of day are read from columns " + header.name(isClock ? other : found)
                        + " and " + header.name(isClock ? found : other));
                return other;
            }
        }
        if (isClock) {
            throw CommandFailure.badInput(path + ": column " + header.name(found) + " holds a time of day, such as '"
                    + file.first(found) + "', and no column holds the date");
        }
        return -1;
    }

    private static boolean isTimeOfDay(String text) {
        return TIME_OF_DAY.matcher(text).matches();
    }

    private String usualType(ReadingSettings settings) {
        if (settings.eventType() != null || type >= 0) {
            return settings.eventType() == null ? "" : settings.eventType();
        }
        String name = value < 0 ? "" : Column.normal(header.name(value));
        if (header.headless() && value >= 0) {
            remarks.add("no header: read as ratings with user, item, stars and time");
            return "rating";
        }
        return switch (name) {
            case "rating", "stars", "overall", "score" -> "rating";
            case "quantity", "qty" -> {
                remarks.add("no column of event types: events with a quantity are read as purchases (--event-type)");
                yield "purchase";
            }
            default -> {
                remarks.add("no column of event types: all events are read as clicks (--event-type)");
                yield "click";
            }
        };
    }

    private void seeColumns(List<String> fields) {
        times.see(timeText(fields));
        if (value >= 0) {
            numbers.see(fields.get(value).strip());
        }
    }

    /** Ratings can be looked at only when it is known how numbers are written. */
    private void seeRatings(TextFile text, ReadingSettings settings) throws IOException {
        if (value < 0 || settings.ratingScale() != null) {
            return;
        }
        try (SeparatedFile file = SeparatedFile.open(text, Column.OF_EVENTS, settings)) {
            Rows rows = file.rows();
            while (rows.next()) {
                if (rows.problem() == null && rows.line() >= settings.fromLine()) {
                    Double number = numbers.read(rows.fields().get(value).strip());
                    if (number != null) {
                        intake.see(typeText(rows.fields()), number);
                    }
                }
            }
        }
    }

    private void take(Rows rows) {
        List<String> fields = rows.fields();
        RowProblem problem = rows.problem();
        if (problem != null) {
            intake.tally().broken(problem, rows.line(), String.join(" ", fields));
            return;
        }
        String timeText = timeText(fields);
        Long timeMs = times.read(timeText);
        if (timeMs == null) {
            intake.tally()
                    .broken(
                            timeText.isEmpty() ? RowProblem.MISSING_TIMESTAMP : RowProblem.UNREADABLE_TIME,
                            rows.line(),
                            timeText);
            return;
        }
        String valueText = value < 0 ? "" : fields.get(value).strip();
        Double number = valueText.isEmpty() ? Double.valueOf(Double.NaN) : numbers.read(valueText);
        if (number == null) {
            intake.tally().broken(RowProblem.UNREADABLE_VALUE, rows.line(), valueText);
            return;
        }
        intake.take(rows.line(), fields.get(user).strip(), fields.get(item).strip(), typeText(fields), number, timeMs);
    }

    private String timeText(List<String> fields) {
        String text = fields.get(time).strip();
        return clock < 0 || text.isEmpty()
                ? text
                : text + " " + fields.get(clock).strip();
    }

    private String typeText(List<String> fields) {
        return type < 0 ? usualType : fields.get(type).strip();
    }
}
