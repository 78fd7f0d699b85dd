package dev.millrace.cli.input;

import java.util.Locale;

/** Why a row of a file could not become a record. The last ones are the reasons of ingest-app, by its own names. */
public enum RowProblem {
    WRONG_FIELD_COUNT("fewer or more fields than the header"),
    UNCLOSED_QUOTE("a quote that is never closed"),
    NOT_JSON("something else than one JSON object"),
    WRONG_JSON("a JSON field that is missing, unknown or of another kind"),
    UNREADABLE_TIME("a time that cannot be read for certain"),
    UNREADABLE_VALUE("a value that is not a number for certain"),
    MISSING_RATING("no value although they are ratings"),
    RATING_OFF_SCALE("a rating off the scale"),
    ID_FOR_NONE("an id that stands for none, such as NULL or nan"),
    MISSING_USER("no user id"),
    MISSING_ITEM("no item id"),
    MISSING_TYPE("no event type"),
    MISSING_TIMESTAMP("no time"),
    ID_TOO_LONG("an id of more than 256 bytes"),
    UNKNOWN_EVENT_TYPE("an event type that is not known"),
    VALUE_NOT_FINITE("a value that is not finite"),
    FUTURE_TIMESTAMP("a time in the future"),
    EXPIRED_TIMESTAMP("a time longer ago than ingest accepts"),
    FIELD_TOO_LONG("a field that is too long"),
    ABSURD_PRICE("a price below 0 or beyond reason"),
    AVAILABILITY_REVERSED("an availability that ends before it begins"),
    REFUSED_BY_INGEST("something else that ingest refuses");

    private final String description;

    RowProblem(String description) {
        this.description = description;
    }

    /** What is wrong, to follow "rows with". */
    public String description() {
        return description;
    }

    /** The problem for a reason of ingest-app. */
    static RowProblem ofReason(String code) {
        for (RowProblem problem : values()) {
            if (problem.code().equals(code)) {
                return problem;
            }
        }
        return REFUSED_BY_INGEST;
    }

    /** Lower kebab case, as ingest-app writes reasons. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
