package dev.millrace.topologies.scoring.models;

import java.util.Locale;

/** Why a model that a rollout names does not serve. */
public enum RefusalReason {
    /** No manifest of that version. */
    UNKNOWN,
    /** Files or chunks are missing. */
    INCOMPLETE,
    /** Larger than {@code scoring.models.max-bytes}. */
    TOO_LARGE,
    /** Sizes or hashes differ from the manifest, or the files do not fit together. */
    DAMAGED,
    /** The ranker is no usable ONNX model, or wants features that are not defined. */
    BAD_RANKER,
    /** Loaded, but fails on the fixed users that every model has to score first. */
    FAILS_SMOKE_TEST;

    /** As in metrics. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
