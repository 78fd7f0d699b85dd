package dev.millrace.cli.input;

import java.util.List;
import java.util.Locale;

/**
 * Where the columns of an event file stand.
 *
 * @param type -1 when the file has no such column; then every event is of the default type
 * @param value -1 when the file has no such column
 */
record EventColumns(
        int fields,
        char separator,
        int time,
        boolean timeInMillis,
        int user,
        int item,
        int type,
        int value,
        String defaultType,
        List<String> ignored) {

    private static final String EXPECTED = "ts_ms,user_id,item_id,event_type,value or userId,movieId,rating,timestamp";

    static EventColumns of(Header header, String defaultType) {
        int time = header.require(
                EXPECTED,
                "ts_ms",
                "timestamp_ms",
                "timestamp",
                "ts",
                "time",
                "event_time",
                "datetime",
                "date",
                "created_at");
        int user = header.require(
                EXPECTED,
                "user_id",
                "user",
                "customer_id",
                "customer",
                "visitor_id",
                "session_id",
                "household_id",
                "uid");
        int item = header.require(
                EXPECTED,
                "item_id",
                "movie_id",
                "product_id",
                "item",
                "product",
                "book_id",
                "track_id",
                "article_id",
                "iid");
        int type = header.find("event_type", "event", "type", "action", "behavior");
        int value = header.find("value", "rating", "quantity", "stars", "score", "amount", "weight");
        boolean rating = type < 0 && value >= 0 && isRating(header.name(value));
        return new EventColumns(
                header.size(),
                header.separator(),
                time,
                header.name(time).toLowerCase(Locale.ROOT).endsWith("ms"),
                user,
                item,
                type,
                value,
                rating ? "rating" : defaultType,
                header.unused());
    }

    private static boolean isRating(String name) {
        return name.equalsIgnoreCase("rating") || name.equalsIgnoreCase("stars");
    }
}
