package dev.millrace.model.evaluation;

/** Which events are predicted. */
public enum Variant {
    /** Items that the user has never touched; lists leave touched items out. */
    NEW,
    /** Every positive event, repeats too; lists may hold anything. */
    ALL
}
