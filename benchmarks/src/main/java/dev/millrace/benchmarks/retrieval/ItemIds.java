package dev.millrace.benchmarks.retrieval;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** Ids of ten characters, such as {@code i000000042}; a new string each time, so that engines share none. */
final class ItemIds {

    private static final int PREFIX = 1;

    private ItemIds() {}

    static String of(int row) {
        char[] id = {'i', '0', '0', '0', '0', '0', '0', '0', '0', '0'};
        for (int at = id.length - 1, rest = row; rest > 0; at--, rest /= 10) {
            id[at] = (char) ('0' + rest % 10);
        }
        return new String(id);
    }

    static int rowOf(String id) {
        return Integer.parseInt(id, PREFIX, id.length(), 10);
    }

    static List<String> first(int count) {
        return new Made(count);
    }

    private static final class Made extends AbstractList<String> implements RandomAccess {

        private final int count;

        Made(int count) {
            this.count = count;
        }

        @Override
        public String get(int row) {
            return of(row);
        }

        @Override
        public int size() {
            return count;
        }
    }
}
