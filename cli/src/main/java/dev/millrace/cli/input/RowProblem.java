package dev.millrace.cli.input;

/** Why a row of a file could not become a record. What the pipeline itself refuses is not judged here. */
public enum RowProblem {
    WRONG_FIELD_COUNT("fewer or more fields than the header"),
    UNCLOSED_QUOTE("a quote that is never closed"),
    UNREADABLE_TIME("a time that is not a number or an ISO date"),
    UNREADABLE_VALUE("a value that is not a number"),
    MISSING_ITEM("no item id");

    private final String description;

    RowProblem(String description) {
        this.description = description;
    }

    /** What is wrong, to follow "rows with". */
    public String description() {
        return description;
    }
}
