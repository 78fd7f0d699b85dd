package dev.millrace.model.als;

import dev.millrace.model.factors.FactorMatrix;

/** What training gives: one row per user and one per item, in the order of {@link Ratings}. */
public record Factors(FactorMatrix users, FactorMatrix items) {}
