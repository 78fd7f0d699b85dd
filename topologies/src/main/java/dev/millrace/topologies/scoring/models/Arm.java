package dev.millrace.topologies.scoring.models;

/** A model's part in a slot, by its name on the topics. */
public enum Arm {
    CHAMPION("champion"),
    CHALLENGER("challenger"),
    /** Scored and logged, not shown. */
    SHADOW("shadow");

    private final String label;

    Arm(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
