package dev.millrace.model.ranking;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the text form in which LightGBM saves a model: numerical splits, no missing values. */
public final class LightGbmText {

    /** Bit of {@code decision_type} that marks a categorical split. */
    private static final int CATEGORICAL = 1;

    private LightGbmText() {}

    /** @throws IllegalArgumentException naming what is missing or not understood */
    public static TreeEnsemble parse(String text) {
        Map<String, String> header = null;
        List<TreeEnsemble.Tree> trees = new ArrayList<>();
        Map<String, String> section = new HashMap<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("Tree=") || line.equals("end of trees")) {
                if (header == null) {
                    header = section;
                } else {
                    trees.add(tree(section));
                }
                section = new HashMap<>();
                if (!line.startsWith("Tree=")) {
                    return new TreeEnsemble(1 + Integer.parseInt(entry(header, "max_feature_idx")), trees);
                }
            }
            int equals = line.indexOf('=');
            if (equals > 0) {
                section.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        throw new IllegalArgumentException("the LightGBM model has no end");
    }

    private static TreeEnsemble.Tree tree(Map<String, String> section) {
        int inner = Integer.parseInt(entry(section, "num_leaves")) - 1;
        double[] leaves = numbers(section, "leaf_value", inner + 1);
        if (inner == 0) {
            return new TreeEnsemble.Tree(new int[0], new float[0], new int[0], new int[0], floats(leaves));
        }
        for (double decision : numbers(section, "decision_type", inner)) {
            if (((int) decision & CATEGORICAL) != 0) {
                throw new IllegalArgumentException("the LightGBM model splits by category");
            }
        }
        double[] thresholds = numbers(section, "threshold", inner);
        float[] rounded = new float[inner];
        for (int i = 0; i < inner; i++) {
            rounded[i] = roundDown(thresholds[i]);
        }
        return new TreeEnsemble.Tree(
                ints(numbers(section, "split_feature", inner)),
                rounded,
                ints(numbers(section, "left_child", inner)),
                ints(numbers(section, "right_child", inner)),
                floats(leaves));
    }

    /** The largest float up to {@code value}: the same floats are up to either. */
    static float roundDown(double value) {
        float nearest = (float) value;
        return nearest > value ? Math.nextDown(nearest) : nearest;
    }

    private static double[] numbers(Map<String, String> section, String name, int n) {
        String[] words = entry(section, name).split(" ");
        if (words.length != n) {
            throw new IllegalArgumentException("the LightGBM model has " + words.length + " of " + name + ", not " + n);
        }
        double[] numbers = new double[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = Double.parseDouble(words[i]);
        }
        return numbers;
    }

    private static String entry(Map<String, String> section, String name) {
        String value = section.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the LightGBM model has no " + name);
        }
        return value;
    }

    private static int[] ints(double[] values) {
        int[] ints = new int[values.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) values[i];
        }
        return ints;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
