package dev.millrace.topologies.publisher;

import dev.millrace.model.rules.ItemShelf;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What published lists are like beside being right, as {@code millrace evaluate} measures it offline. Any number of
 * threads.
 */
public final class ListTraitMetrics {

    /** 1 minus the overlap of a published list with the one that the user had before, 0 to 1. */
    public static final String CHURN = "millrace.publisher.list.churn";

    /** 1 minus the mean Jaccard index of the categories of two items of a list, 0 to 1. */
    public static final String DIVERSITY = "millrace.publisher.list.diversity";

    /** Mean self-information of the items of a list, in bits. */
    public static final String NOVELTY = "millrace.publisher.list.novelty";

    /** Share of the known items that were listed in the last full window of lists. */
    public static final String COVERAGE = "millrace.publisher.window.coverage";

    /** Inequality of how often listed items were listed in that window, 0 to 1. */
    public static final String GINI = "millrace.publisher.window.gini";

    /** Pairs of items cost 50 µs a list, a tenth of what a whole list may take: one in so many is looked at. */
    private static final int SAMPLED = 16;

    private final ItemShelf shelf;
    private final DistributionSummary churn;
    private final DistributionSummary diversity;
    private final DistributionSummary novelty;
    private final ExposureWindow window;
    private final AtomicLong lists = new AtomicLong();

    ListTraitMetrics(MeterRegistry registry, ItemShelf shelf) {
        this.shelf = shelf;
        this.churn = registry.summary(CHURN);
        this.diversity = registry.summary(DIVERSITY);
        this.novelty = registry.summary(NOVELTY);
        this.window = new ExposureWindow(shelf);
        registry.gauge(COVERAGE, window, ExposureWindow::coverage);
        registry.gauge(GINI, window, ExposureWindow::gini);
    }

    /**
     * A list is published.
     *
     * @param before what the user had, in the same length; null for the first list
     */
    void published(@Nullable List<String> before, List<String> items) {
        if (before != null) {
            long kept = items.stream().filter(before::contains).count();
            churn.record(1 - (double) kept / Math.max(1, Math.max(before.size(), items.size())));
        }
        if (lists.getAndIncrement() % SAMPLED == 0) {
            diversity.record(diversity(items));
            novelty.record(window.novelty(items));
            window.add(items);
        }
    }

    private double diversity(List<String> items) {
        List<List<String>> categories =
                items.stream().map(shelf::categories).map(List::copyOf).toList();
        double alike = 0;
        int pairs = 0;
        for (int i = 0; i < categories.size(); i++) {
            for (int j = 0; j < i; j++) {
                alike += jaccard(categories.get(i), categories.get(j));
                pairs++;
            }
        }
        return pairs == 0 ? 1 : 1 - alike / pairs;
    }

    private static double jaccard(List<String> one, List<String> other) {
        int shared = 0;
        for (String category : one) {
            shared += other.contains(category) ? 1 : 0;
        }
        int all = one.size() + other.size() - shared;
        return all == 0 ? 0 : (double) shared / all;
    }
}
