package dev.millrace.topologies.publisher;

import dev.millrace.topologies.pacing.CommitPace;
import java.time.Duration;

/**
 * What a deployment may tune in the publisher topology.
 *
 * @param listLength items of a published list
 * @param storedLength items kept per user for HTTP requests that ask for more; at least {@code listLength}
 * @param retryInterval how often users who came before any item are tried again
 * @param pace of the published lists
 */
public record PublisherSettings(int listLength, int storedLength, Duration retryInterval, CommitPace pace) {

    /** Scoring gives 100 candidates. */
    public static final int LONGEST_LIST = 100;

    public PublisherSettings {
        if (listLength < 1 || listLength > LONGEST_LIST) {
            throw new IllegalArgumentException(
                    "publisher.list-length must be from 1 to " + LONGEST_LIST + ", was " + listLength);
        }
        if (storedLength < listLength || storedLength > LONGEST_LIST) {
            throw new IllegalArgumentException("publisher.stored-length must be from publisher.list-length ("
                    + listLength + ") to " + LONGEST_LIST + ", was " + storedLength);
        }
        if (retryInterval.toMillis() < 1) {
            throw new IllegalArgumentException("publisher.retry-interval must be at least 1 ms, was " + retryInterval);
        }
    }

    /** The defaults of publisher-app.properties. */
    public static PublisherSettings defaults() {
        return new PublisherSettings(20, LONGEST_LIST, Duration.ofSeconds(1), CommitPace.DEFAULT);
    }
}
