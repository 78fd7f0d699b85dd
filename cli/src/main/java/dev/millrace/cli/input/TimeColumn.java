package dev.millrace.cli.input;

import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.input.WrittenTime.Order;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How one column writes time. First it is shown every value, then it decides for all of them at once, then it reads
 * them: a single number or date can often mean several moments, a column hardly ever.
 */
final class TimeColumn {

    /** Nothing that events are recorded about is older, and no two units share a number after it. */
    static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");

    /** So large a share of the numbers has to be of one unit for it to be sure. */
    private static final double SURE = 0.99;

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,20}(\\.\\d{0,20})?([eE][+]?\\d{1,2})?");

    private final Path file;
    private final String name;
    private final ReadingSettings settings;
    private final Map<TimeUnit, Long> numbers = new EnumMap<>(TimeUnit.class);
    private final Map<TimeUnit, String> examples = new EnumMap<>(TimeUnit.class);
    private final Map<Order, String> shown = new EnumMap<>(Order.class);
    private long positive;
    private long withoutOffset;
    private @Nullable String strange;
    private @Nullable String ambiguous;
    private @Nullable TimeUnit unit;
    private @Nullable Order order;

    /** @param name of the column, for messages, and because "ms" at its end says something */
    TimeColumn(Path file, String name, ReadingSettings settings) {
        this.file = file;
        this.name = name;
        this.settings = settings;
    }

    /** Shows it one value. */
    void see(String text) {
        if (text.isEmpty() || settings.timeFormat() != null) {
            return;
        }
        if (NUMBER.matcher(text).matches()) {
            seeNumber(text);
            return;
        }
        WrittenTime written = WrittenTime.parse(text);
        if (written == null) {
            return;
        }
        withoutOffset += written.offset() == null ? 1 : 0;
        Order told = written.order();
        if (told == null) {
            ambiguous = ambiguous == null ? text : ambiguous;
        } else if (written.decides()) {
            shown.putIfAbsent(told, text);
        }
    }

    private void seeNumber(String text) {
        BigDecimal number = new BigDecimal(text);
        if (number.signum() <= 0) {
            return; // stands for none; reading refuses it
        }
        positive++;
        for (TimeUnit candidate : TimeUnit.values()) {
            if (isPlausible(candidate, number)) {
                numbers.merge(candidate, 1L, Long::sum);
                examples.putIfAbsent(candidate, text);
                return;
            }
        }
        strange = strange == null ? text : strange;
    }

    private boolean isPlausible(TimeUnit candidate, BigDecimal number) {
        Long millis = candidate.millis(number, settings.zoneOrUtc());
        return millis != null
                && millis >= EARLIEST.toEpochMilli()
                && millis <= settings.clock().millis() + 86_400_000L;
    }

    /**
     * Makes up its mind.
     *
     * @return what the user should be told about it
     * @throws CommandFailure when the column leaves it open
     */
    List<String> decide() {
        List<String> remarks = new ArrayList<>();
        unit = settings.timeUnit();
        if (unit == null && positive > 0) {
            unit = decideUnit(remarks);
        }
        order = decideOrder();
        if (order != null && order != Order.YEAR_FIRST) {
            remarks.add("the " + (order == Order.DAY_FIRST ? "day" : "month") + " comes first in column " + name
                    + ", as in '" + shown.get(order) + "'");
        }
        boolean local = withoutOffset > 0 || unit != null && !unit.isEpoch();
        if (local && settings.zone() == null) {
            remarks.add("times without an offset are read as UTC (--time-zone says otherwise)");
        }
        return remarks;
    }

    private boolean saysMillis() {
        String normal = Column.normal(name);
        return normal.endsWith("ms") || normal.endsWith("millis");
    }

    private TimeUnit decideUnit(List<String> remarks) {
        TimeUnit best = null;
        for (Map.Entry<TimeUnit, Long> found : numbers.entrySet()) {
            boolean possible = !saysMillis() || found.getKey().isEpoch();
            if (possible && (best == null || found.getValue() > numbers.getOrDefault(best, 0L))) {
                best = found.getKey();
            }
        }
        long agreeing = best == null ? 0 : numbers.getOrDefault(best, 0L);
        if (best != null && agreeing >= SURE * positive) {
            if (saysMillis() ? best != TimeUnit.MS : best != TimeUnit.S && best != TimeUnit.MS) {
                remarks.add("column " + name + " holds " + best.description() + ", such as " + examples.get(best));
            }
            return best;
        }
        if (saysMillis() && numbers.keySet().stream().allMatch(found -> found == TimeUnit.MS || !found.isEpoch())) {
            return TimeUnit.MS;
        }
        throw CommandFailure.badInput(
                best == null
                        ? String.format(
                                Locale.ROOT,
                                "%s: column %s holds numbers such as %s, which are no times since 1990 in any unit;"
                                        + " --time-unit s, ms, us, ns, yyyymmdd or excel says what they count",
                                file,
                                name,
                                strange)
                        : String.format(
                                Locale.ROOT,
                                "%s: column %s mixes times: %s looks like %s, but %s does not; --time-unit says what"
                                        + " they count",
                                file,
                                name,
                                examples.get(best),
                                best.description(),
                                other(best)));
    }

    private @Nullable String other(TimeUnit best) {
        return examples.entrySet().stream()
                .filter(example -> example.getKey() != best)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(strange);
    }

    private @Nullable Order decideOrder() {
        String day = shown.get(Order.DAY_FIRST);
        String month = shown.get(Order.MONTH_FIRST);
        if (day != null && month != null) {
            throw CommandFailure.badInput(String.format(
                    Locale.ROOT,
                    "%s: column %s puts the day first in '%s' and the month first in '%s'; --time-format (such as"
                            + " d/M/yyyy) says which is right",
                    file,
                    name,
                    day,
                    month));
        }
        if (day != null) {
            return Order.DAY_FIRST;
        }
        if (month != null) {
            return Order.MONTH_FIRST;
        }
        if (ambiguous != null) {
            throw CommandFailure.badInput(String.format(
                    Locale.ROOT,
                    "%s: '%s' in column %s can be read with the day or with the month first, and no other row decides;"
                            + " say --time-format 'd/M/yyyy[ H:mm[:ss]]' or 'M/d/yyyy[ H:mm[:ss]]'",
                    file,
                    ambiguous,
                    name));
        }
        return null;
    }

    /** Epoch milliseconds; null when the text is no time. */
    @Nullable
    Long read(String text) {
        if (settings.timeFormat() != null) {
            return formatted(text, settings.timeFormat(), settings.zoneOrUtc());
        }
        if (NUMBER.matcher(text).matches()) {
            return unit == null ? null : unit.millis(new BigDecimal(text), settings.zoneOrUtc());
        }
        WrittenTime written = WrittenTime.parse(text);
        if (written == null) {
            return null;
        }
        Order own = written.first() > 31 ? Order.YEAR_FIRST : order;
        if (own == null) {
            own = written.order();
        }
        return own == null ? null : written.millis(own, settings.zoneOrUtc());
    }

    private static @Nullable Long formatted(String text, DateTimeFormatter format, ZoneId zone) {
        try {
            TemporalAccessor found = format.parseBest(
                    text, OffsetDateTime::from, Instant::from, LocalDateTime::from, LocalDate::from, LocalTime::from);
            if (found instanceof OffsetDateTime moment) {
                return moment.toInstant().toEpochMilli();
            }
            if (found instanceof Instant moment) {
                return moment.toEpochMilli();
            }
            if (found instanceof LocalTime) {
                return null;
            }
            LocalDateTime local = found instanceof LocalDate date ? date.atStartOfDay() : LocalDateTime.from(found);
            return local.atZone(zone).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
