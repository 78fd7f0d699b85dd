package dev.millrace.schemas;

/** What a topic's record key names, and with it how its partitions relate to those of other topics. */
public enum Keying {
    /** Whatever the producer chose, null included. */
    ANY("any", true),
    /** A user id: all such topics are joined partition by partition, so their partition counts must agree. */
    USER("user", true),
    /** An item id. */
    ITEM("item", true),
    /** A rollout slot; few records, in one partition so that their order is total. */
    SLOT("slot", false),
    /** A model version, or {@code version/file/chunk}; in one partition so that a bundle is read in order. */
    VERSION("version", false),
    /** The id of a retrain request; a handful of records a day. */
    REQUEST("request", false),
    /** A subject of the schema registry; in one partition so that ids follow the order of its records. */
    SUBJECT("subject", false);

    private final String label;
    private final boolean partitioned;

    Keying(String label, boolean partitioned) {
        this.label = label;
        this.partitioned = partitioned;
    }

    /** The word used in documentation. */
    public String label() {
        return label;
    }

    boolean partitioned() {
        return partitioned;
    }
}
