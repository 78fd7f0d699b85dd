package dev.millrace.shell;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Settings of several apps from the same sources: each app takes what it knows and leaves the rest to the others.
 *
 * <p>In files and flags {@code ingest-app.num.stream.threads} is for ingest-app alone and wins over
 * {@code num.stream.threads} of the same source. Only what no app knows is refused.
 */
public final class SharedSettings {

    private final Map<String, Settings> byApp;

    private SharedSettings(Map<String, Settings> byApp) {
        this.byApp = byApp;
    }

    /**
     * @param apps every app there is, whichever are started: one file may serve them all
     * @param flags the strongest source
     * @param environment of the process; {@code MILLRACE_CONFIG} names the file where the next is null
     * @param file a properties file
     * @param client settings of Kafka's clients and the registry's by their own names; the weakest source
     * @throws SettingsException for an unreadable file, or for a key that no app knows
     */
    public static SharedSettings load(
            Collection<String> apps,
            Map<String, String> flags,
            Map<String, String> environment,
            @Nullable String file,
            Map<String, String> client) {
        List<SettingLayer> layers = new ArrayList<>();
        layers.add(SettingLayer.of("a flag", flags));
        layers.add(SettingLayer.environment(environment));
        String named = file == null ? environment.get(SettingLayer.variable(Flags.CONFIG)) : file;
        if (named != null && !named.isBlank()) {
            layers.add(SettingLayer.of("file " + named, SettingFiles.read(named)));
        }
        layers.add(SettingLayer.of("the clients' file", asAppSettings(client)));
        var declared = new LinkedHashMap<String, Collection<String>>();
        apps.forEach(app -> declared.put(app, SettingFiles.bundled(app).keySet()));
        refuseUnknown(layers, declared);
        var byApp = new LinkedHashMap<String, Settings>();
        declared.forEach((app, keys) -> byApp.put(
                app,
                Settings.bundled(
                        app, layers.stream().map(layer -> own(layer, app, keys)).toList())));
        return new SharedSettings(byApp);
    }

    public Settings of(String app) {
        Settings settings = byApp.get(app);
        if (settings == null) {
            throw new IllegalArgumentException("No app " + app + "; there are " + byApp.keySet());
        }
        return settings;
    }

    /** Kafka's own files say {@code security.protocol}, apps {@code kafka.security.protocol}. */
    private static Map<String, String> asAppSettings(Map<String, String> client) {
        var settings = new TreeMap<String, String>();
        client.forEach((key, value) -> settings.put(
                key.equals("bootstrap.servers") || key.startsWith(RegistryKeys.FAMILY) || RegistryKeys.isOne(key)
                        ? key
                        : "kafka." + key,
                value));
        return settings;
    }

    private static SettingLayer own(SettingLayer layer, String app, Collection<String> declared) {
        var known = new UnknownKeys(declared);
        var values = new TreeMap<>(layer.values());
        values.keySet().removeIf(name -> !known.has(layer, name));
        if (!layer.environment()) {
            String scope = app + ".";
            layer.values().forEach((key, value) -> {
                if (key.startsWith(scope)) {
                    values.put(key.substring(scope.length()), value);
                }
            });
        }
        return new SettingLayer(layer.name(), values, layer.environment());
    }

    private static void refuseUnknown(List<SettingLayer> layers, Map<String, Collection<String>> declared) {
        var all = declared.values().stream()
                .flatMap(Collection::stream)
                .distinct()
                .toList();
        List<SettingLayer> unscoped =
                layers.stream().map(layer -> without(layer, declared.keySet())).toList();
        UnknownKeys.reject(unscoped, all);
        declared.forEach((app, keys) -> UnknownKeys.reject(
                layers.stream()
                        .filter(layer -> !layer.environment())
                        .map(layer -> scoped(layer, app))
                        .toList(),
                keys));
    }

    private static SettingLayer without(SettingLayer layer, Collection<String> apps) {
        var values = new TreeMap<>(layer.values());
        if (!layer.environment()) {
            values.keySet().removeIf(key -> apps.stream().anyMatch(app -> key.startsWith(app + ".")));
        }
        return new SettingLayer(layer.name(), values, layer.environment());
    }

    private static SettingLayer scoped(SettingLayer layer, String app) {
        var values = new TreeMap<String, String>();
        layer.values().forEach((key, value) -> {
            if (key.startsWith(app + ".")) {
                values.put(key.substring(app.length() + 1), value);
            }
        });
        return SettingLayer.of(layer.name() + ", for " + app, values);
    }
}
