package dev.millrace.cli.cluster;

import java.util.ArrayDeque;

/** Partitions acknowledge in any order; this knows up to which line nothing is missing. */
final class InOrder {

    private final ArrayDeque<Entry> open = new ArrayDeque<>();
    private long last;

    /** One line on its way. */
    static final class Entry {

        private final long line;
        private boolean ended;

        private Entry(long line) {
            this.line = line;
        }
    }

    synchronized Entry begin(long line) {
        Entry entry = new Entry(line);
        open.addLast(entry);
        return entry;
    }

    synchronized void end(Entry entry) {
        entry.ended = true;
        while (!open.isEmpty() && open.peekFirst().ended) {
            last = open.removeFirst().line;
        }
    }

    synchronized long last() {
        return last;
    }
}
