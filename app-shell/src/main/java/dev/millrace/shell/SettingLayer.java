package dev.millrace.shell;

import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One source of settings.
 *
 * @param name as error messages call it
 * @param values by key; in the environment's layer by variable
 * @param environment whether values are found by {@link #variable}
 */
record SettingLayer(String name, Map<String, String> values, boolean environment) {

    private static final String VARIABLES = "MILLRACE_";

    SettingLayer {
        values = Map.copyOf(values);
    }

    static SettingLayer of(String name, Map<String, String> values) {
        return new SettingLayer(name, values, false);
    }

    static SettingLayer environment(Map<String, String> all) {
        var ours = new TreeMap<>(all);
        ours.keySet().removeIf(variable -> !variable.startsWith(VARIABLES));
        return new SettingLayer("the environment", ours, true);
    }

    /** {@code commit.interval.ms} is {@code MILLRACE_COMMIT_INTERVAL_MS}. */
    static String variable(String key) {
        return VARIABLES + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    @Nullable
    String get(String key) {
        return values.get(environment ? variable(key) : key);
    }

    /** Where a value came from, for error messages. */
    String describe(String key) {
        return environment ? name + ", " + variable(key) : name;
    }

    /**
     * The layer's keys below a prefix, without it. From the environment they come in lower case, and underscores are
     * dots, as in all of Kafka's own keys.
     */
    SortedSet<String> below(String prefix) {
        var keys = new TreeSet<String>();
        String start = environment ? variable(prefix) : prefix;
        for (String name : values.keySet()) {
            if (name.startsWith(start) && name.length() > start.length()) {
                String rest = name.substring(start.length());
                keys.add(environment ? rest.toLowerCase(Locale.ROOT).replace('_', '.') : rest);
            }
        }
        return keys;
    }
}
