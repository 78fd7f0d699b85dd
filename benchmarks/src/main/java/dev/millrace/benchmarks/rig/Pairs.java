package dev.millrace.benchmarks.rig;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code key=value;key=value} and {@code key=value/value;key=value/value}. */
public final class Pairs {

    private Pairs() {}

    /** @throws IllegalArgumentException for a part without an equals sign */
    public static Map<String, String> parse(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String part : text.split(";")) {
            if (part.isBlank()) {
                continue;
            }
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + part + "' is not KEY=VALUE");
            }
            pairs.put(
                    part.substring(0, equals).strip(),
                    part.substring(equals + 1).strip());
        }
        return pairs;
    }

    /** Those for one app: {@code key} is for all, {@code app/key} for that app alone. */
    static Map<String, String> of(String app, Map<String, String> settings) {
        Map<String, String> own = new LinkedHashMap<>();
        settings.forEach((key, value) -> {
            int slash = key.indexOf('/');
            if (slash < 0 || key.substring(0, slash).equals(app)) {
                own.put(key.substring(slash + 1), value);
            }
        });
        return own;
    }

    /** Each key with one of its values, in order: one setting at a time. */
    public static List<Map<String, String>> oneAtATime(String text) {
        List<Map<String, String>> all = new ArrayList<>();
        parse(text).forEach((key, values) -> Arrays.stream(values.split("/"))
                .forEach(value -> all.add(Map.of(key, value.strip()))));
        return all;
    }
}
