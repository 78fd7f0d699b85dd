package dev.millrace.model.als;

import dev.millrace.model.foldin.WeightedItems;
import java.util.Arrays;

/** Appends row after row. */
final class SparseRowsBuilder {

    private final int[] start;
    private int rows;
    private int[] column = new int[1024];
    private float[] weight = new float[1024];

    SparseRowsBuilder(int rows) {
        start = new int[rows + 1];
    }

    void add(WeightedItems row) {
        int size = start[rows];
        if (size + row.size() > column.length) {
            int capacity = Math.max(column.length * 2, size + row.size());
            column = Arrays.copyOf(column, capacity);
            weight = Arrays.copyOf(weight, capacity);
        }
        for (int i = 0; i < row.size(); i++) {
            column[size + i] = row.item(i);
            weight[size + i] = row.weight(i);
        }
        start[++rows] = size + row.size();
    }

    SparseRows build() {
        int size = start[rows];
        return new SparseRows(start, Arrays.copyOf(column, size), Arrays.copyOf(weight, size));
    }
}
