package dev.millrace.cli.demo;

import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.EmptyGaps;
import dev.millrace.cli.cluster.Gap;
import dev.millrace.cli.cluster.GroupLags;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.console.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until apps have taken in everything, told by offsets: each has committed all that is to be read of every
 * partition, and no end has moved meanwhile. As each app writes its output in the transaction that commits its input,
 * standing still at every end means that nothing is under way; but what feature-app gathers about items, which comes
 * later, and what it publishes in turns.
 */
final class Drain {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** Looks in a row that must show the same ends: an app may still hold work that it scheduled for a little later. */
    private static final int QUIET_LOOKS = 5;

    /** Apps that read nothing for this long although something is left are worth a line in the log. */
    private static final Duration STALL = Duration.ofSeconds(30);

    /** Stalls after which nothing more is to be hoped for. */
    private static final int MOST_STALLS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private final GroupLags lags;
    private final Map<String, List<TopicPartition>> partitions = new LinkedHashMap<>();
    private final Runnable check;
    private final EmptyGaps emptyGaps;

    /**
     * Waits for some apps.
     *
     * @param inputs what each takes in, to which its repartition topics are added; a partition without a commit counts
     *     as unread
     * @param check called at every look; throws when waiting is pointless because an app has stopped
     */
    Drain(Cluster cluster, List<Pipeline.Inputs> inputs, Runnable check) {
        this.lags = new GroupLags(cluster);
        this.emptyGaps = new EmptyGaps(cluster);
        this.check = check;
        for (Pipeline.Inputs app : inputs) {
            List<TopicPartition> all = new ArrayList<>();
            for (String topic : app.topics()) {
                IntStream.range(0, cluster.partitions(topic)).forEach(p -> all.add(new TopicPartition(topic, p)));
            }
            all.addAll(lags.repartitions(app.group()));
            partitions.put(app.group(), all);
        }
    }

    /**
     * Waits.
     *
     * @param task what to call it on the screen
     */
    void await(String task) {
        Look first = look();
        try (Progress progress = Progress.start(task, Math.max(1, behind(first.gaps())), "records")) {
            Look last = first;
            long moved = System.nanoTime();
            int stalls = 0;
            for (int quiet = 0; quiet < QUIET_LOOKS; ) {
                pause();
                Look now = look();
                Set<Gap> unread = unread(now, last);
                if (!now.equals(last)) {
                    moved = System.nanoTime();
                    stalls = 0;
                } else if (!unread.isEmpty() && System.nanoTime() - moved > STALL.toNanos()) {
                    LOG.warn("{}: nothing was read for {} s of {}", task, STALL.toSeconds(), unread);
                    if (++stalls == MOST_STALLS) {
                        throw CommandFailure.failed(task + ": nothing was read for " + MOST_STALLS * STALL.toSeconds()
                                + " s, of " + unread);
                    }
                    moved = System.nanoTime();
                }
                long behind = behind(unread);
                quiet = behind == 0 && now.ends().equals(last.ends()) ? quiet + 1 : 0;
                last = now;
                long done = now.takenIn() - first.takenIn();
                progress.outOf(Math.max(1, done + behind)); // what one app takes in, the next one has to
                progress.to(done);
            }
        }
    }

    /** Offsets that the apps have still to read, of which some may be transaction markers. */
    long behind() {
        return behind(look().gaps());
    }

    /** Gaps with records in them. Only one that has not moved since the last look is worth opening to find out. */
    private Set<Gap> unread(Look now, Look last) {
        Set<Gap> unmoved = new HashSet<>(now.gaps());
        unmoved.retainAll(last.gaps());
        Set<Gap> unread = new HashSet<>(now.gaps());
        unread.removeAll(emptyGaps.among(unmoved));
        return unread;
    }

    private static long behind(Set<Gap> gaps) {
        return gaps.stream().mapToLong(Gap::offsets).sum();
    }

    /** One look at all groups: what each has not read up to its end, offsets read so far, and where everything ends. */
    private record Look(Set<Gap> gaps, long takenIn, Map<TopicPartition, Long> ends) {}

    private Look look() {
        check.run();
        long takenIn = 0;
        Set<Gap> gaps = new HashSet<>();
        Map<TopicPartition, Long> all = new HashMap<>();
        for (Map.Entry<String, List<TopicPartition>> app : partitions.entrySet()) {
            Map<TopicPartition, Long> committed = lags.committed(app.getKey());
            Map<TopicPartition, Long> ends = lags.ends(app.getValue());
            all.putAll(ends);
            for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                long read = committed.getOrDefault(end.getKey(), 0L);
                takenIn += read;
                if (read < end.getValue()) {
                    gaps.add(new Gap(app.getKey(), end.getKey(), read, end.getValue()));
                }
            }
        }
        return new Look(gaps, takenIn, all);
    }

    private static void pause() {
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        if (Thread.currentThread().isInterrupted()) {
            throw CommandFailure.failed("interrupted");
        }
    }
}
