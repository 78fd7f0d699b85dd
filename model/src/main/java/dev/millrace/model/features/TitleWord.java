package dev.millrace.model.features;

import java.util.concurrent.atomic.AtomicInteger;

/** A word of titles; knows how many items have it. */
final class TitleWord {

    private final int number;
    private final AtomicInteger items = new AtomicInteger();
    private volatile double weight = 1;

    /** @param number in the order in which words came up, from 0: for arrays instead of maps */
    TitleWord(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    void count(int more) {
        weight = 1 / Math.sqrt(Math.max(1, items.addAndGet(more)));
    }

    /** Of the word's square in a cosine: what many titles share tells little. */
    double weight() {
        return weight;
    }
}
