package dev.millrace.model.recommend;

/** Where a candidate came from; the first source that names an item keeps it. */
public enum Source {
    /** The model's factors. */
    PERSONAL("personal"),
    /** Consumed by others next to what the user consumed last. */
    CO_VISITED("co-visited"),
    /** The user's own earlier items, where repeats are allowed. */
    REPEAT("repeat"),
    TRENDING("trending"),
    NEW("new");

    private final String label;

    Source(String label) {
        this.label = label;
    }

    /** As on the topics. */
    public String label() {
        return label;
    }
}
