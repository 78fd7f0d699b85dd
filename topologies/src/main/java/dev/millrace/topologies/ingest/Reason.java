package dev.millrace.topologies.ingest;

import java.util.Locale;

/** Why a record was refused. The codes are a contract: people's dashboards and replays know them. */
enum Reason {
    MISSING_VALUE,
    MISSING_USER,
    MISSING_ITEM,
    MISSING_TYPE,
    MISSING_TIMESTAMP,
    ID_TOO_LONG,
    UNKNOWN_EVENT_TYPE,
    VALUE_NOT_FINITE,
    FUTURE_TIMESTAMP,
    EXPIRED_TIMESTAMP,
    DUPLICATE_EVENT,
    ERASED_USER,
    TOO_MANY_ITEMS,
    MALFORMED_KEY,
    FIELD_TOO_LONG,
    RECORD_TOO_LARGE,
    ABSURD_PRICE,
    AVAILABILITY_REVERSED;

    private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** Lower kebab case, as written to the rejected topic and on the metrics' tag. */
    String code() {
        return code;
    }
}
