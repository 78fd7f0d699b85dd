package dev.millrace.cli.demo;

import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.Pace;
import dev.millrace.cli.cluster.Records;
import dev.millrace.cli.cluster.Sender;
import dev.millrace.cli.console.Progress;
import dev.millrace.cli.input.CatalogItem;
import dev.millrace.schemas.Topics;
import java.nio.charset.StandardCharsets;

/** Sends what a workload brings to the input topics, at a pace, leaving out what an earlier run has sent already. */
final class Publishing implements Workload.Out {

    private final Topics topics;
    private final Sender sender;
    private final TimeShift shift;
    private final KnownIds known;
    private final Pace pace;
    private final Progress progress;
    private final Runnable check;
    private long handed;
    private long skipped;

    /**
     * A way out for one part of a workload.
     *
     * @param shift in time, of all that is sent
     * @param known events that are on the topic already
     * @param check called once per event; throws when the run cannot go on
     */
    Publishing(
            Cluster cluster,
            Sender sender,
            TimeShift shift,
            KnownIds known,
            Pace pace,
            Progress progress,
            Runnable check) {
        this.topics = cluster.topics();
        this.sender = sender;
        this.shift = shift;
        this.known = known;
        this.pace = pace;
        this.progress = progress;
        this.check = check;
    }

    @Override
    public void event(Interaction event) {
        progress.to(++handed);
        if (known.take(event.getEventId() == null ? "" : event.getEventId())) {
            skipped++;
            return;
        }
        check.run();
        pace.next();
        sender.send(topics.interactions(), event.getUserId().getBytes(StandardCharsets.UTF_8), shift.apply(event));
    }

    @Override
    public void impression(Impression impression) {
        sender.send(topics.impressions(), impression.getUserId(), shift.apply(impression));
    }

    @Override
    public void item(CatalogItem item) {
        sender.send(topics.items(), item.itemId(), shift.apply(Records.item(item)));
    }

    /** Events that an earlier run had sent. */
    long skipped() {
        return skipped;
    }
}
