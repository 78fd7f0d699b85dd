package dev.millrace.model.replay;

/** A stable sort of indexes by long keys that boxes nothing: a bottom-up merge sort. */
final class StableOrder {

    private StableOrder() {}

    /** Indexes 0 to {@code n}-1 in ascending order of their keys; equal keys keep their order. */
    static int[] ascending(long[] keys, int n) {
        int[] from = new int[n];
        for (int i = 0; i < n; i++) {
            from[i] = i;
        }
        int[] to = new int[n];
        for (long width = 1; width < n; width *= 2) {
            for (long start = 0; start < n; start += 2 * width) {
                merge(keys, from, to, (int) start, (int) Math.min(start + width, n), (int)
                        Math.min(start + 2 * width, n));
            }
            int[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    private static void merge(long[] keys, int[] from, int[] to, int start, int middle, int end) {
        // Logs are nearly sorted: most runs are in order already and only copied.
        if (middle >= end || keys[from[middle - 1]] <= keys[from[middle]]) {
            System.arraycopy(from, start, to, start, end - start);
            return;
        }
        int left = start;
        int right = middle;
        for (int k = start; k < end; k++) {
            boolean takeLeft = left < middle && (right >= end || keys[from[left]] <= keys[from[right]]);
            to[k] = takeLeft ? from[left++] : from[right++];
        }
    }
}
