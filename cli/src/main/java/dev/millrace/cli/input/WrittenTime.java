package dev.millrace.cli.input;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A date, with or without time and offset, taken apart but not yet understood: whether 3/4/2020 is in March or in April
 * is for the whole column to say.
 *
 * @param first year, day or month
 * @param second month or day
 * @param third day or year
 * @param separator between them; 0 for the basic form of ISO 8601
 * @param time of the day; midnight when there was none
 * @param offset null when there was none
 */
record WrittenTime(
        int first,
        int second,
        int third,
        char separator,
        LocalTime time,
        @Nullable ZoneOffset offset) {

    private static final String CLOCK =
            "(?:[T ]\\s*(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?(?:\\s*([AaPp])\\.?[Mm]\\.?)?)?";
    private static final String ZONE = "\\s*(Z|z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?|(?:UTC|GMT)[+-]\\d{2}(?::?\\d{2})?)?";
    private static final Pattern EXTENDED =
            Pattern.compile("(\\d{4}|\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{1,2})" + CLOCK + ZONE + "(?:\\[.*])?");
    private static final Pattern BASIC =
            Pattern.compile("(\\d{4})()(\\d{2})(\\d{2})T(\\d{2})(\\d{2})(?:(\\d{2})(?:[.,](\\d{1,9}))?)?()" + ZONE);

    /** Which number is which. */
    enum Order {
        YEAR_FIRST,
        DAY_FIRST,
        MONTH_FIRST
    }

    /** Null when the text has no such form, or when its time of day is none. */
    static @Nullable WrittenTime parse(String text) {
        Matcher found = EXTENDED.matcher(text);
        if (!found.matches()) {
            found = BASIC.matcher(text);
            if (!found.matches()) {
                return null;
            }
        }
        int yearDigits = Math.max(found.group(1).length(), found.group(4).length());
        if (yearDigits != 4 || found.group(1).length() == found.group(4).length()) {
            return null; // a year of two digits is a guess, two of four are none
        }
        try {
            return new WrittenTime(
                    Integer.parseInt(found.group(1)),
                    Integer.parseInt(found.group(3)),
                    Integer.parseInt(found.group(4)),
                    found.group(2).isEmpty() ? 0 : found.group(2).charAt(0),
                    timeOf(found),
                    offset(found.group(10)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The order where the text alone tells; null where it does not. Dots are written where the day comes first. */
    @Nullable
    Order order() {
        if (first > 31) {
            return Order.YEAR_FIRST;
        }
        if (first > 12) {
            return Order.DAY_FIRST;
        }
        if (second > 12) {
            return Order.MONTH_FIRST;
        }
        return separator == '.' || first == second ? Order.DAY_FIRST : null;
    }

    /** Whether the order of the numbers is really shown by this date, and not by what is usual. */
    boolean decides() {
        return first <= 31 && (first > 12 || second > 12);
    }

    /** Epoch milliseconds; null when there is no such day. */
    @Nullable
    Long millis(Order order, ZoneId zone) {
        try {
            LocalDate date =
                    switch (order) {
                        case YEAR_FIRST -> LocalDate.of(first, second, third);
                        case DAY_FIRST -> LocalDate.of(third, second, first);
                        case MONTH_FIRST -> LocalDate.of(third, first, second);
                    };
            LocalDateTime moment = date.atTime(time);
            return moment.atZone(offset == null ? zone : offset).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static LocalTime timeOf(Matcher found) {
        if (found.group(5) == null) {
            return LocalTime.MIDNIGHT;
        }
        int hour = Integer.parseInt(found.group(5));
        String half = found.group(9);
        if (half != null && !half.isEmpty()) {
            if (hour < 1 || hour > 12) {
                throw new DateTimeException("no hour of half a day");
            }
            hour = hour % 12 + (half.toLowerCase(Locale.ROOT).equals("p") ? 12 : 0);
        }
        String fraction = found.group(8) == null ? "" : found.group(8);
        return LocalTime.of(
                hour,
                Integer.parseInt(found.group(6)),
                found.group(7) == null ? 0 : Integer.parseInt(found.group(7)),
                fraction.isEmpty() ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9)));
    }

    private static @Nullable ZoneOffset offset(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String bare = text.replace("UTC", "").replace("GMT", "");
        return bare.isEmpty() || bare.equalsIgnoreCase("z") ? ZoneOffset.UTC : ZoneOffset.of(bare);
    }
}
