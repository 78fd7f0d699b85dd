package dev.millrace.cli.evaluate;

import dev.millrace.cli.cluster.Check;
import dev.millrace.cli.cluster.Cluster;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says what the doctor thinks of the skew between served and replayed features. */
public final class SkewCheck {

    private static final int LISTS = 500;

    /**
     * Features that read what is published of items at intervals: a list is as much behind as its items are. Scores by
     * factors are among them, since the vectors of new items are.
     */
    private static final List<String> OF_ITEMS =
            List.of("co-visited", "item-", "personal-", "steady-", "user-item-again", "user-item-steady");

    private SkewCheck() {}

    /** Reads the topics; takes as long as a training takes to read them. */
    public static Check of(Cluster cluster) {
        LiveSkew live = new LiveSkew(cluster);
        Skew skew = live.measure(LISTS);
        if (skew.lists() == 0) {
            return Check.warn(
                    "skew",
                    "no logged list to compare with, " + live.incomparable() + " with late events",
                    "set scoring.feature-log.share above 0 and wait for some lists");
        }
        String compared = String.format(
                Locale.ROOT,
                "%,d values of %,d logged lists compared, %,d lists with late events left out",
                skew.values(),
                skew.lists(),
                live.incomparable());
        if (skew.differing().isEmpty()) {
            return Check.ok("skew", compared + "; 0 differ");
        }
        String differing = skew.differing().entrySet().stream()
                .map(feature -> String.format(
                        Locale.ROOT,
                        "%s %,d (up to %.1f %%)",
                        feature.getKey(),
                        feature.getValue(),
                        100 * skew.largest().getOrDefault(feature.getKey(), 0.0)))
                .collect(Collectors.joining(", "));
        boolean onlyItems = skew.differing().keySet().stream().allMatch(SkewCheck::isOfItems);
        return onlyItems
                ? Check.ok(
                        "skew",
                        compared + "; features of users: 0 differ; what reads items is behind by their publication: "
                                + differing)
                : Check.fail(
                        "skew",
                        compared + "; differ: " + differing,
                        "give scoring-app, feature-app and training-app the same event.weights and feature.definitions");
    }

    private static boolean isOfItems(String feature) {
        return OF_ITEMS.stream().anyMatch(feature::startsWith);
    }
}
