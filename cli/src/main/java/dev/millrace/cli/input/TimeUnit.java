package dev.millrace.cli.input;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What a number that is a time can count. Within 1990 to tomorrow no number belongs to two of them. */
public enum TimeUnit {
    S("seconds since 1970"),
    MS("milliseconds since 1970"),
    US("microseconds since 1970"),
    NS("nanoseconds since 1970"),
    YYYYMMDD("days written as yyyymmdd"),
    YYYYMMDDHHMMSS("moments written as yyyymmddhhmmss"),
    EXCEL("days of a spreadsheet, counted from 1899-12-30");

    private static final BigDecimal DAY_MS = BigDecimal.valueOf(86_400_000);
    private static final LocalDateTime EXCEL_ZERO = LocalDateTime.of(1899, 12, 30, 0, 0);

    private final String description;

    TimeUnit(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    /** Whether it counts from 1970, as a name that ends in "ms" would have it. */
    boolean isEpoch() {
        return ordinal() <= NS.ordinal();
    }

    /** Epoch milliseconds; null when the number is no such time. */
    @Nullable
    Long millis(BigDecimal number, ZoneId zone) {
        try {
            return switch (this) {
                case S -> rounded(number.movePointRight(3));
                case MS -> rounded(number);
                case US -> floored(number.movePointLeft(3));
                case NS -> floored(number.movePointLeft(6));
                case YYYYMMDD -> written(Math.multiplyExact(number.longValueExact(), 1_000_000L), zone);
                case YYYYMMDDHHMMSS -> written(number.longValueExact(), zone);
                case EXCEL -> local(EXCEL_ZERO.plus(rounded(number.multiply(DAY_MS)), ChronoUnit.MILLIS), zone);
            };
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static long rounded(BigDecimal number) {
        return number.setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    private static long floored(BigDecimal number) {
        return number.setScale(0, RoundingMode.FLOOR).longValueExact();
    }

    private static long written(long digits, ZoneId zone) {
        return local(
                LocalDateTime.of(
                        Math.toIntExact(digits / 10_000_000_000L),
                        (int) (digits / 100_000_000 % 100),
                        (int) (digits / 1_000_000 % 100),
                        (int) (digits / 10_000 % 100),
                        (int) (digits / 100 % 100),
                        (int) (digits % 100)),
                zone);
    }

    private static long local(LocalDateTime moment, ZoneId zone) {
        return moment.atZone(zone).toInstant().toEpochMilli();
    }
}
