package dev.millrace.model.als;

/**
 * Compressed sparse rows: the entries of row {@code i} stand at {@code start[i]} to {@code start[i + 1]}.
 *
 * @param weight signed confidences, see {@link dev.millrace.model.foldin.WeightedItems}
 */
record SparseRows(int[] start, int[] column, float[] weight) {

    int rows() {
        return start.length - 1;
    }

    int count(int row) {
        return start[row + 1] - start[row];
    }

    /** The same entries by column. */
    SparseRows transposed(int columns) {
        int[] to = new int[columns + 1];
        for (int c : column) {
            to[c + 1]++;
        }
        for (int c = 0; c < columns; c++) {
            to[c + 1] += to[c];
        }
        int[] next = to.clone();
        int[] rowOf = new int[column.length];
        float[] moved = new float[column.length];
        for (int row = 0; row < rows(); row++) {
            for (int e = start[row]; e < start[row + 1]; e++) {
                int at = next[column[e]]++;
                rowOf[at] = row;
                moved[at] = weight[e];
            }
        }
        return new SparseRows(to, rowOf, moved);
    }
}
