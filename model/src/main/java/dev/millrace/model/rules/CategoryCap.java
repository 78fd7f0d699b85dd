package dev.millrace.model.rules;

/**
 * At most {@code atMost} items of a category among the first {@code first} positions.
 *
 * @param atMost 1 or more; to show none, exclude the category
 */
public record CategoryCap(String category, int atMost, int first) {}
