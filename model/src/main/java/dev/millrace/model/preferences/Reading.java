package dev.millrace.model.preferences;

/** How the value of an event type is read. */
public enum Reading {
    /** It happened: positive, whatever the value. */
    PRESENCE,
    /** A quantity: below zero it is a return, zero means nothing. */
    QUANTITY,
    /** Stars of five: from 4 positive, up to 1 a dislike, between them an interest. */
    STARS,
    /** It happened, and says that the user does not want the item. */
    DISLIKE,
    /** Takes back the newest positive event on the item, and is no dislike. */
    RETURN
}
