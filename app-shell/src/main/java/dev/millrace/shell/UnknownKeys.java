package dev.millrace.shell;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds settings that nothing would read: most likely misspelt ones. */
final class UnknownKeys {

    /** Environment variables with a meaning to the launcher or to several programs. */
    private static final Set<String> OTHER_VARIABLES =
            Set.of("MILLRACE_CONFIG", "MILLRACE_JAVA_OPTS", "MILLRACE_NO_BUILD", "MILLRACE_HOME", "MILLRACE_APP");

    private final Set<String> keys;
    private final List<String> families;

    UnknownKeys(Collection<String> declared) {
        this.keys = declared.stream().filter(key -> !key.endsWith(".*")).collect(Collectors.toSet());
        this.families = declared.stream()
                .filter(key -> key.endsWith(".*"))
                .map(key -> key.substring(0, key.length() - 1))
                .toList();
    }

    static void reject(List<SettingLayer> layers, Collection<String> declared) {
        var known = new UnknownKeys(declared);
        List<String> problems = new ArrayList<>();
        for (SettingLayer layer : layers) {
            layer.values().keySet().stream()
                    .filter(name -> !known.has(layer, name))
                    .sorted()
                    .map(name -> known.problem(layer, name))
                    .forEach(problems::add);
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(String.join("; ", problems));
        }
    }

    /** @param name of a value in that layer: a key, or an environment's variable */
    boolean has(SettingLayer layer, String name) {
        return layer.environment() ? hasVariable(name) : hasKey(name);
    }

    private boolean hasKey(String key) {
        return keys.contains(key) || families.stream().anyMatch(key::startsWith);
    }

    private boolean hasVariable(String variable) {
        return OTHER_VARIABLES.contains(variable)
                || keys.stream().map(SettingLayer::variable).anyMatch(variable::equals)
                || families.stream().map(SettingLayer::variable).anyMatch(variable::startsWith);
    }

    private String problem(SettingLayer layer, String name) {
        Set<String> candidates =
                layer.environment() ? keys.stream().map(SettingLayer::variable).collect(Collectors.toSet()) : keys;
        return "Unknown setting " + name + " (from " + layer.name() + ")"
                + NearestKey.to(name, candidates)
                        .map(nearest -> "; did you mean " + nearest + "?")
                        .orElse("");
    }
}
