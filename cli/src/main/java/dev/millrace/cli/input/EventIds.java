package dev.millrace.cli.input;

import dev.millrace.model.replay.InteractionLog;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names each event of a log by what it says, so that sending the same file again repeats the same ids and the
 * pipeline's deduplication recognises them.
 */
public final class EventIds {

    /** 96 bits: among ten million events two collide with a probability below 1e-15. */
    private static final int BYTES = 12;

    private final InteractionLog log;
    private final RepeatedRows repeats;
    private final Occurrences occurrences;
    private final MessageDigest digest;

    /** What a row that repeats an earlier one in every field is. */
    public enum RepeatedRows {
        /** The same event, recorded twice: both get one id, and the pipeline counts the second as a duplicate. */
        DROP,
        /** An event of its own: the id includes how many equal rows came before. */
        KEEP
    }

    public EventIds(InteractionLog log, RepeatedRows repeats) {
        this.log = log;
        this.repeats = repeats;
        this.occurrences = new Occurrences(log);
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The id of an event, 24 hexadecimal digits; to be called once per event, in order. */
    public String next(int event) {
        int occurrence = occurrences.next(event);
        String content = log.timestampMs(event) + "\0" + log.userId(log.user(event)) + "\0"
                + log.itemId(log.item(event)) + "\0" + log.typeName(log.type(event)) + "\0" + log.value(event)
                + (repeats == RepeatedRows.KEEP && occurrence > 0 ? "\0" + occurrence : "");
        byte[] hash = digest.digest(content.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, BYTES);
    }
}
