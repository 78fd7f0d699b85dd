package dev.millrace.benchmarks.scale;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.utils.Utils;

/**
 * How the events of many users fall on partitions, by the hash that Kafka's producers use, when few users act much and
 * many little: the user of rank r acts in proportion to r to the power of minus the skew.
 */
final class PartitionLoad {

    private final int[] hashes;
    private final double[] weights;

    /**
     * @param users at least 1
     * @param skew 0: all users act alike; 1: Zipf's law
     */
    PartitionLoad(int users, double skew) {
        if (users < 1 || !(skew >= 0)) {
            throw new IllegalArgumentException("users must be positive and skew not negative: " + users + ", " + skew);
        }
        hashes = new int[users];
        weights = new double[users];
        double sum = 0;
        for (int u = 0; u < users; u++) {
            hashes[u] = Utils.toPositive(Utils.murmur2(("user-" + u).getBytes(StandardCharsets.UTF_8)));
            weights[u] = Math.pow(u + 1.0, -skew);
            sum += weights[u];
        }
        for (int u = 0; u < users; u++) {
            weights[u] /= sum;
        }
    }

    /** Share of all events that the busiest user has. */
    double busiestUser() {
        return weights[0];
    }

    /** Share of all events by partition; they sum to 1. */
    double[] shares(int partitions) {
        double[] shares = new double[partitions];
        for (int u = 0; u < hashes.length; u++) {
            shares[hashes[u] % partitions] += weights[u];
        }
        return shares;
    }

    /**
     * Events per second at which the busiest instance is busy all the time: more, and its users' lists come later and
     * later.
     *
     * @param instances of one core each, at most as many as there are partitions; each has as many partitions as the
     *     others, give or take one
     * @param secondsPerEvent of a core
     */
    double eventsPerSecond(int partitions, int instances, double secondsPerEvent) {
        if (instances < 1 || instances > partitions) {
            throw new IllegalArgumentException(instances + " instances of " + partitions + " partitions");
        }
        double[] byInstance = new double[instances];
        double[] shares = shares(partitions);
        for (int p = 0; p < partitions; p++) {
            byInstance[p % instances] += shares[p];
        }
        return 1 / (secondsPerEvent * Arrays.stream(byInstance).max().orElseThrow());
    }
}
