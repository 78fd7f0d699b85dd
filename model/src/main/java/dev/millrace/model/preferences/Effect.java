package dev.millrace.model.preferences;

/** What one event means for a user's preference. */
public enum Effect {
    POSITIVE,
    /** Chosen, but not liked: tells of the user's taste, and is nothing that a list should have held. */
    INTEREST,
    /** A preference of 0, held with confidence. */
    DISLIKE,
    /** Cancels the newest earlier positive event on the same item. */
    RETURN,
    NOTHING
}
