package dev.millrace.benchmarks.state;

import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.frame.Rounds;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * CPU time of a list with everything, without one group of features, without reasons: what each of them costs beside
 * the others is the difference. All in one JVM, in turn, for the machine's mood to be shared.
 */
final class ListCost {

    static final String COST = "CPU-µs";

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int WARM_UPS = 3;

    private static final List<List<String>> GROUPS = List.of(
            List.of("personal-"),
            List.of("steady-"),
            List.of("co-visited-"),
            List.of("item-popularity-"),
            List.of("item-age", "item-recency", "item-click-through"),
            List.of("category-affinity", "price-distance"),
            List.of("title-nearest"),
            List.of("item-popularity-squared-", "item-popularity-by-"),
            List.of("user-activity-"),
            List.of("user-item-"));

    private ListCost() {}

    /** @param lists made of each variant in each round */
    static void measure(Context context, HotPath path, int lists, int rounds) throws Exception {
        Map<String, IntFunction<Object>> variants = new LinkedHashMap<>();
        variants.put("list of 100", path::list);
        for (List<String> group : GROUPS) {
            variants.put("list without " + String.join(", ", group), path.without(group)::list);
        }
        variants.put("list without reasons", path.withoutReasons()::list);
        variants.put("fold in", path::foldIn);
        variants.put("retrieve 100", path::retrieve);
        variants.put("ranker on 200 rows", path::rank);
        Rounds alternating = new Rounds();
        variants.forEach((name, step) -> alternating.subject(name, COST, () -> cost(step, path.users(), lists)));
        context.add("features", alternating.run(WARM_UPS, rounds));
    }

    private static double cost(IntFunction<Object> step, int users, int lists) {
        long before = THREADS.getCurrentThreadCpuTime();
        int made = 0;
        for (int i = 0; i < lists; i++) {
            made += step.apply((int) (i * 7_919L % users)) == null ? 0 : 1;
        }
        long nanos = THREADS.getCurrentThreadCpuTime() - before;
        if (made != lists) {
            throw new IllegalStateException(lists - made + " lists were not made");
        }
        return nanos / 1e3 / lists;
    }
}
