package dev.millrace.cli.input;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a column can mean, with the names that it usually goes by; the first that a header has is taken. */
enum Column {
    USER(
            "user_pseudo_id",
            "user_id",
            "user",
            "customer_id",
            "customer",
            "visitor_id",
            "reviewer_id",
            "member_id",
            "client_id",
            "household_id",
            "session_id",
            "user_session",
            "uid"),
    ITEM(
            "item_id",
            "movie_id",
            "product_id",
            "stock_code",
            "sku",
            "parent_asin",
            "asin",
            "content_id",
            "items_item_id",
            "item",
            "product",
            "movie",
            "book_id",
            "isbn",
            "track_id",
            "song_id",
            "article_id",
            "video_id",
            "iid"),
    TYPE(
            "event_type",
            "feedback_type",
            "event_name",
            "interaction_type",
            "event",
            "type",
            "action",
            "action_type",
            "behavior",
            "behaviour",
            "behavior_type"),
    VALUE("value", "event_value", "rating", "stars", "overall", "quantity", "qty", "score", "amount", "weight"),
    TIME(
            "ts_ms",
            "timestamp_ms",
            "event_timestamp",
            "timestamp",
            "time_stamp",
            "ts",
            "event_time",
            "unix_review_time",
            "datetime",
            "date_time",
            "time",
            "invoice_date",
            "order_date",
            "created_at",
            "date",
            "event_date"),
    TITLE("title", "name", "product_name", "item_name", "movie_title", "description"),
    CATEGORIES("categories", "genres", "genre", "category", "category_code", "main_category", "labels", "tags"),
    PRICE("price", "unit_price", "list_price"),
    CREATED(
            "created_at_ms",
            "created_at",
            "creation_timestamp",
            "release_date",
            "time_stamp",
            "timestamp",
            "timestamp_ms"),
    HIDDEN("is_hidden", "hidden", "delisted", "is_delisted", "deleted", "is_deleted"),
    FROM("available_from", "available_from_ms"),
    UNTIL("available_until", "available_until_ms");

    static final List<Column> OF_EVENTS = List.of(USER, ITEM, TYPE, VALUE, TIME);
    static final List<Column> OF_ITEMS = List.of(ITEM, TITLE, CATEGORIES, PRICE, CREATED, HIDDEN, FROM, UNTIL);

    private final List<String> names;

    Column(String... names) {
        this.names = List.of(names);
    }

    List<String> names() {
        return names;
    }

    /** As {@code --columns} calls it. */
    String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    static boolean isKnown(String option) {
        return Stream.of(values()).anyMatch(column -> column.option().equals(option.toLowerCase(Locale.ROOT)));
    }

    static String options() {
        return Stream.of(values()).map(Column::option).collect(Collectors.joining(", "));
    }

    /** Names are compared in lower case without anything but letters and digits. */
    static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
