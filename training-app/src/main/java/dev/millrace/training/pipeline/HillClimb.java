package dev.millrace.training.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Greedy search over discrete settings: tries the neighbours of the best choice so far, moves as soon as one is better,
 * stops when none is or when the budget is spent. No choice is tried twice.
 */
final class HillClimb<C> {

    /** A choice with its score; higher is better. */
    record Scored<C>(C choice, double score, int trials) {}

    private final Function<C, List<C>> neighbours;
    private final ToDoubleFunction<C> trial;
    private final BooleanSupplier exhausted;

    /**
     * @param neighbours what to try next, most promising first
     * @param exhausted asked before each trial but the first
     */
    HillClimb(Function<C, List<C>> neighbours, ToDoubleFunction<C> trial, BooleanSupplier exhausted) {
        this.neighbours = neighbours;
        this.trial = trial;
        this.exhausted = exhausted;
    }

    Scored<C> from(C start) {
        C best = start;
        double bestScore = trial.applyAsDouble(start);
        Set<C> tried = new HashSet<>(Set.of(start));
        Deque<C> open = new ArrayDeque<>(neighbours.apply(start));
        while (!open.isEmpty() && !exhausted.getAsBoolean()) {
            C next = open.poll();
            if (!tried.add(next)) {
                continue;
            }
            double score = trial.applyAsDouble(next);
            if (score > bestScore) {
                best = next;
                bestScore = score;
                open.clear();
                open.addAll(neighbours.apply(next));
            }
        }
        return new Scored<>(best, bestScore, tried.size());
    }
}
