package dev.millrace.model.recommend;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one scoring gives.
 *
 * @param items best first
 * @param rows the features of the first of {@code items}, as many as were asked for, exactly as used, row-major
 * @param width values per row
 * @param vector the user folded in by the model; null without a model
 * @param nowMs the moment that decayed features were decayed to
 */
public record ScoredList(List<ScoredItem> items, float[] rows, int width, float @Nullable [] vector, long nowMs) {

    // Spelt out: javac 17 drops a type-use annotation on an array from the parameters of a compact constructor.
    public ScoredList(List<ScoredItem> items, float[] rows, int width, float @Nullable [] vector, long nowMs) {
        this.items = List.copyOf(items);
        this.rows = rows;
        this.width = width;
        this.vector = vector;
        this.nowMs = nowMs;
    }
}
