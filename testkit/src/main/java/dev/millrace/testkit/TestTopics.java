package dev.millrace.testkit;

import dev.millrace.schemas.AvroSerdes;
import dev.millrace.schemas.Topics;
import java.util.concurrent.atomic.AtomicInteger;

/** Topic catalogues for tests, each over an in-process registry that no other test sees. */
public final class TestTopics {

    private static final AtomicInteger SCOPES = new AtomicInteger();

    private TestTopics() {}

    /** All topics under the default prefix. */
    public static Topics fresh() {
        return Topics.of(Topics.DEFAULT_PREFIX, AvroSerdes.mock("testkit-" + SCOPES.incrementAndGet()));
    }
}
