package dev.millrace.topologies.retrain;

import dev.millrace.avro.PrequentialCounts;
import java.nio.ByteBuffer;

/**
 * Sums over judged events; divide by {@code events} for means.
 *
 * @param events events judged against a list that the user had
 * @param unknownItems judged events with an item that the list's model has not seen
 * @param impressions items shown
 * @param clicks items interacted with after being shown
 */
record Counts(
        long events,
        long hits10,
        long hits20,
        double dcg10,
        double dcg20,
        long popularityHits10,
        long popularityHits20,
        double popularityDcg10,
        double popularityDcg20,
        long unknownItems,
        long impressions,
        long clicks) {

    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    static final int BYTES = 12 * Long.BYTES;

    /**
     * One judged event.
     *
     * @param rank 0-based place of the item in the user's list, or -1 when it was not in it
     * @param popularityRank the same in the list of what is popular
     */
    static Counts judged(int rank, int popularityRank, boolean unknownItem) {
        return new Counts(
                1,
                hit(rank, 10),
                hit(rank, 20),
                gain(rank, 10),
                gain(rank, 20),
                hit(popularityRank, 10),
                hit(popularityRank, 20),
                gain(popularityRank, 10),
                gain(popularityRank, 20),
                unknownItem ? 1 : 0,
                0,
                0);
    }

    static Counts shown(long items) {
        return new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, items, 0);
    }

    static Counts clicked() {
        return new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    }

    Counts plus(Counts other) {
        return new Counts(
                events + other.events,
                hits10 + other.hits10,
                hits20 + other.hits20,
                dcg10 + other.dcg10,
                dcg20 + other.dcg20,
                popularityHits10 + other.popularityHits10,
                popularityHits20 + other.popularityHits20,
                popularityDcg10 + other.popularityDcg10,
                popularityDcg20 + other.popularityDcg20,
                unknownItems + other.unknownItems,
                impressions + other.impressions,
                clicks + other.clicks);
    }

    /** Mean NDCG at 20; one relevant item per event, so the ideal gain is 1. 0 without events. */
    double ndcg20() {
        return events == 0 ? 0 : dcg20 / events;
    }

    double popularityNdcg20() {
        return events == 0 ? 0 : popularityDcg20 / events;
    }

    double unknownShare() {
        return events == 0 ? 0 : (double) unknownItems / events;
    }

    void encode(ByteBuffer out) {
        out.putLong(events).putLong(hits10).putLong(hits20).putDouble(dcg10).putDouble(dcg20);
        out.putLong(popularityHits10).putLong(popularityHits20);
        out.putDouble(popularityDcg10).putDouble(popularityDcg20);
        out.putLong(unknownItems).putLong(impressions).putLong(clicks);
    }

    static Counts decode(ByteBuffer in) {
        return new Counts(
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getDouble(),
                in.getDouble(),
                in.getLong(),
                in.getLong(),
                in.getDouble(),
                in.getDouble(),
                in.getLong(),
                in.getLong(),
                in.getLong());
    }

    PrequentialCounts toAvro() {
        return PrequentialCounts.newBuilder()
                .setEvents(events)
                .setHits10(hits10)
                .setHits20(hits20)
                .setDcg10(dcg10)
                .setDcg20(dcg20)
                .setPopularityHits10(popularityHits10)
                .setPopularityHits20(popularityHits20)
                .setPopularityDcg10(popularityDcg10)
                .setPopularityDcg20(popularityDcg20)
                .setUnknownItems(unknownItems)
                .setImpressions(impressions)
                .setClicks(clicks)
                .build();
    }

    private static long hit(int rank, int k) {
        return rank >= 0 && rank < k ? 1 : 0;
    }

    /** 1/log2(1 + r) for the 1-based rank r (Järvelin and Kekäläinen 2002). */
    private static double gain(int rank, int k) {
        return rank >= 0 && rank < k ? Math.log(2) / Math.log(rank + 2.0) : 0;
    }
}
