package dev.millrace.topologies.ingest;

import dev.millrace.avro.Erasure;
import org.jspecify.annotations.Nullable;

/** What a request to forget a user must satisfy. Pure. */
record ErasureRules() implements Rules<Erasure> {

    /** Kept with the request for as long as it is known, on every instance. */
    static final int LONGEST_REASON = 4_096;

    @Override
    public Screening screen(@Nullable Erasure erasure, long nowMs) {
        if (erasure == null) {
            return Screening.refused(Reason.MISSING_VALUE, "the record has no value");
        }
        Screening objection = Ids.objection("userId", erasure.getUserId(), Reason.MISSING_USER);
        if (objection == null) {
            objection = reason(erasure.getReason());
        }
        return objection == null ? Screening.ACCEPTED : objection;
    }

    private static @Nullable Screening reason(@Nullable String reason) {
        return reason == null || Ids.fits(reason, LONGEST_REASON)
                ? null
                : Screening.refused(
                        Reason.FIELD_TOO_LONG,
                        "reason must have at most " + LONGEST_REASON + " bytes in UTF-8, was " + Ids.shown(reason));
    }
}
