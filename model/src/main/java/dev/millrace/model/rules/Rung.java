package dev.millrace.model.rules;

import java.util.Locale;

/** Rungs of the fallback ladder, best first. A list is topped up from the next rung only when all before it ran dry. */
public enum Rung {
    /** Scored with the user's own vector. */
    PERSONAL("personal"),
    /** Co-visited with the user's last items: needs a few events, but no model. */
    RECENT_SESSION("co-visited"),
    /** Trending among the categories that the user's better candidates are about. */
    SEGMENT("segment"),
    TRENDING("trending"),
    NEWEST("new");

    private static final Rung[] ALL = values(); // each call of values() is a copy

    private final String source;

    Rung(String source) {
        this.source = source;
    }

    /** What items of this rung carry as their source. */
    public String source() {
        return source;
    }

    /** The rung of a candidate's source; what is not known counts as personal, since somebody's scoring chose it. */
    public static Rung ofSource(String source) {
        for (Rung rung : ALL) {
            if (rung.source.equals(source)) {
                return rung;
            }
        }
        return PERSONAL;
    }

    /** As written in a rules file: {@code recent-session}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
