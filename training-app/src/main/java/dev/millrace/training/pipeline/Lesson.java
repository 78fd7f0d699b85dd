package dev.millrace.training.pipeline;

/**
 * One list to learn a ranker from.
 *
 * @param rows row-major, first the rows of the items that were taken, then those of items that were left
 * @param taken at least 1
 * @param size rows in all, more than {@code taken}
 */
record Lesson(float[] rows, int taken, int size) {}
