package dev.millrace.topologies.erasure;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What erasures keep from counting. */
public final class ErasureMetrics {

    /** Records of erased users that an app read after the erasure and left out, by topic. */
    public static final String LEFT_OUT = "millrace.erasure.left.out";

    private ErasureMetrics() {}

    /** @param topic that the records came from */
    public static Counter leftOut(MeterRegistry meters, String topic) {
        return Counter.builder(LEFT_OUT)
                .description("Records from before an erasure that were read after it and left out")
                .tag("topic", topic)
                .register(meters);
    }
}
