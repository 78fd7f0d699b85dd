package dev.millrace.schemas;

/** How old records leave a topic. */
public enum Cleanup {
    /** By age. */
    DELETE("delete"),
    /** Superseded by a newer record of the same key. */
    COMPACT("compact");

    private final String policy;

    Cleanup(String policy) {
        this.policy = policy;
    }

    /** The value of {@code cleanup.policy}. */
    public String policy() {
        return policy;
    }
}
