package dev.millrace.cli.demo;

import dev.millrace.avro.Interaction;
import dev.millrace.cli.cluster.Records;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.input.CatalogItem;
import dev.millrace.cli.input.EventIds;
import dev.millrace.cli.input.EventIds.RepeatedRows;
import dev.millrace.model.replay.InteractionLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Recorded events: the first share, by time, is history, the rest is replayed. Nobody reacts to what is shown. */
final class FileWorkload implements Workload {

    private final Path file;
    private final InteractionLog log;
    private final List<CatalogItem> items;
    private final int cut;
    private final EventIds ids;

    /**
     * Cuts a log in two.
     *
     * @param historyShare 0 to 1; the cut is moved to where a new timestamp begins
     */
    FileWorkload(Path file, InteractionLog log, List<CatalogItem> items, double historyShare, RepeatedRows repeats) {
        this.file = file;
        this.log = log;
        this.items = items;
        this.cut = log.cut(historyShare);
        this.ids = new EventIds(log, repeats);
        if (cut == 0) {
            throw CommandFailure.badInput(
                    "--history " + historyShare + " leaves no event of " + file + " to train the first model on");
        }
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "%s: %,d events, %,d users, %,d items",
                file.getFileName(),
                log.size(),
                log.userCount(),
                log.itemCount());
    }

    @Override
    public List<CatalogItem> items() {
        return items;
    }

    @Override
    public int historyEvents() {
        return cut;
    }

    @Override
    public int liveEvents() {
        return log.size() - cut;
    }

    @Override
    public long endMs() {
        return log.timestampMs(log.size() - 1);
    }

    @Override
    public void history(Out out) {
        for (int i = 0; i < cut; i++) {
            out.event(event(i));
        }
    }

    @Override
    public void live(Lists lists, Out out) {
        for (int i = cut; i < log.size(); i++) {
            out.event(event(i));
        }
    }

    private Interaction event(int i) {
        return Records.interaction(log, i, ids.next(i));
    }
}
