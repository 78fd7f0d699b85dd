package dev.millrace.cli.input;

import dev.millrace.model.replay.InteractionLog;
import java.util.HashMap;
import java.util.Map;

/** Tells equal events apart: how many events equal in every field come before an event in its log. */
final class Occurrences {

    private final InteractionLog log;
    private final Map<Row, Integer> atThisMoment = new HashMap<>();
    private long moment = Long.MIN_VALUE;

    Occurrences(InteractionLog log) {
        this.log = log;
    }

    private record Row(int user, int item, int type, int valueBits) {}

    /** 0 for the first of equal events, 1 for the second …; to be called once per event, in order. */
    int next(int event) {
        if (log.timestampMs(event) != moment) {
            moment = log.timestampMs(event);
            atThisMoment.clear();
        }
        Row row = new Row(log.user(event), log.item(event), log.type(event), Float.floatToIntBits(log.value(event)));
        return atThisMoment.merge(row, 1, Integer::sum) - 1;
    }

    /** How many events of the log equal an earlier one in every field. */
    static long repeated(InteractionLog log) {
        Occurrences occurrences = new Occurrences(log);
        long repeated = 0;
        for (int i = 0; i < log.size(); i++) {
            repeated += occurrences.next(i) > 0 ? 1 : 0;
        }
        return repeated;
    }
}
