package dev.millrace.topologies.ingest;

import dev.millrace.schemas.RecordSize;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what could not be passed on. Every accepted record is written once more with headers of ours, and one that
 * only just fitted into the input would fit no longer; a compressed one may be many times larger than any limit.
 */
final class Sizes {

    /** Headers go along with everything that is made of an event. */
    static final int LONGEST_HEADERS = 64 * 1024;

    /** Bytes of the headers that we add, beside the record's key. */
    private static final int OUR_HEADERS = 1024;

    static final int LONGEST = RecordSize.LIMIT - OUR_HEADERS;

    private Sizes() {}

    static Screening screen(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        int ofHeaders = RecordSize.of(headers);
        if (ofHeaders > LONGEST_HEADERS) {
            return Screening.refused(
                    Reason.RECORD_TOO_LARGE,
                    "all headers together must have at most " + LONGEST_HEADERS + " bytes, were " + ofHeaders);
        }
        int whole = RecordSize.of(key, value, headers);
        return whole <= LONGEST
                ? Screening.ACCEPTED
                : Screening.refused(
                        Reason.RECORD_TOO_LARGE,
                        "key, value and headers must have at most " + LONGEST + " bytes, were " + whole);
    }
}
