package dev.millrace.schemas;

/** How old records leave a topic. */
public enum Cleanup {
    /** By age. */
    DELETE("delete"),
    /** Superseded by a newer record of the same key. */
    COMPACT("compact"),
    /** Superseded by a newer record of the same key, and by age. */
    COMPACT_DELETE("compact,delete");

    private final String policy;

    Cleanup(String policy) {
        this.policy = policy;
    }

    /** The value of {@code cleanup.policy}. */
    public String policy() {
        return policy;
    }
}
