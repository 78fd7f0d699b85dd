package dev.millrace.topologies.scoring.models;

import java.util.Locale;

/** Why a model that a rollout names does not serve. */
public enum RefusalReason {
    /** No manifest of that version. */
    UNKNOWN,
    /** Files or chunks are missing. */
    INCOMPLETE,
    /** Larger than {@code scoring.models.max-bytes} or than its share of the heap. */
    TOO_LARGE,
    /** Sizes or hashes differ from the manifest, or the files do not fit together. */
    DAMAGED,
    /** The ranker is no usable ONNX model, or wants features that are not defined. */
    BAD_RANKER,
    /** Fails on the rows or on the fixed users that every model has to score first. */
    FAILS_SMOKE_TEST,
    /** The ranker takes too long to load and try, or too long for a list. */
    TOO_SLOW,
    /** The ranker takes more memory than its size explains. */
    TOO_MUCH_MEMORY,
    /** The ranker ended the process that tried it. */
    CRASHED,
    /** The process that tries rankers did not come up; tried again by and by. */
    UNTRIED;

    /** As in metrics. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
