package dev.millrace.shell;

import dev.millrace.schemas.TopicSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Partition counts must agree where partitions are joined one by one: unequal counts stall joins in silence. */
final class Copartitioning {

    private Copartitioning() {}

    /**
     * @param partitions partition count of a topic, by name
     * @return the count that all user-keyed topics share; 1 when there are none
     * @throws StartupException naming the topics in the minority
     */
    static int check(List<TopicSpec> topics, ToIntFunction<String> partitions) {
        var byCount = new TreeMap<Integer, List<String>>();
        for (TopicSpec topic : topics) {
            int count = partitions.applyAsInt(topic.name());
            if (topic.single() && count != 1) {
                throw new StartupException(topic.name() + " has " + count + " partitions and must have 1");
            }
            if (topic.copartitioned()) {
                byCount.computeIfAbsent(count, c -> new ArrayList<>()).add(topic.name());
            }
        }
        if (byCount.isEmpty()) {
            return 1;
        }
        int common = mostFrequent(byCount);
        if (byCount.size() > 1) {
            throw new StartupException(oddOnes(byCount, common));
        }
        return common;
    }

    private static int mostFrequent(Map<Integer, List<String>> byCount) {
        return byCount.entrySet().stream()
                .max(Map.Entry.<Integer, List<String>>comparingByValue((a, b) -> Integer.compare(a.size(), b.size()))
                        .thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
    }

    private static String oddOnes(Map<Integer, List<String>> byCount, int common) {
        String odd = byCount.entrySet().stream()
                .filter(entry -> entry.getKey() != common)
                .map(entry -> String.join(", ", entry.getValue()) + " with " + entry.getKey())
                .collect(Collectors.joining("; "));
        return "All user-keyed topics need the same number of partitions, most have " + common + "; odd: " + odd;
    }
}
