package dev.millrace.cli.input;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/** Understands a point in time as event files write it. */
final class EventTime {

    /** Numbers below are taken for seconds: as seconds the bound is the year 5138, as milliseconds March 1973. */
    private static final long SECONDS_BELOW = 100_000_000_000L;

    private EventTime() {}

    /**
     * Epoch milliseconds of the text, null when it is no time: a number of milliseconds or seconds, or an ISO date with
     * or without time and offset (UTC without).
     *
     * @param millis whether a number is milliseconds for certain; otherwise small numbers are seconds
     */
    static @Nullable Long parse(String text, boolean millis) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return scale(Long.parseLong(text), millis);
        } catch (NumberFormatException e) {
            return text.indexOf('-') > 0 ? iso(text) : decimal(text, millis);
        }
    }

    private static long scale(long number, boolean millis) {
        return !millis && Math.abs(number) < SECONDS_BELOW ? number * 1000 : number;
    }

    private static @Nullable Long decimal(String text, boolean millis) {
        try {
            double number = Double.parseDouble(text);
            if (!(Math.abs(number) < 1e15)) {
                return null;
            }
            return !millis && Math.abs(number) < SECONDS_BELOW ? Math.round(number * 1000) : Math.round(number);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Long iso(String text) {
        try {
            String withT = text.length() > 10 && text.charAt(10) == ' ' ? text.replaceFirst(" ", "T") : text;
            TemporalAccessor time = DateTimeFormatter.ofPattern("yyyy-MM-dd['T'HH:mm[:ss][.SSSSSS][.SSS][XXX][X]]")
                    .parseBest(withT, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            return instant(time).toEpochMilli();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Instant instant(TemporalAccessor time) {
        if (time instanceof OffsetDateTime withOffset) {
            return withOffset.toInstant();
        }
        LocalDateTime local = time instanceof LocalDate date ? date.atStartOfDay() : LocalDateTime.from(time);
        return local.toInstant(ZoneOffset.UTC);
    }
}
