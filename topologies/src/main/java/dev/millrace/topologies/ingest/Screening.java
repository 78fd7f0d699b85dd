package dev.millrace.topologies.ingest;

/** What became of one raw record. A refusal is an expected result, not an exception. */
sealed interface Screening {

    Screening ACCEPTED = new Accepted();

    record Accepted() implements Screening {}

    /** @param detail the field, its value and what would be right */
    record Refused(Reason reason, String detail) implements Screening {}

    static Screening refused(Reason reason, String detail) {
        return new Refused(reason, detail);
    }
}
