package dev.millrace.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Where settings come from, the later winning: shell.properties, the app's {@code <app>.properties} beside its main
 * class, the file of {@code --config} or {@code MILLRACE_CONFIG}, variables {@code MILLRACE_…}, flags
 * {@code --key=value}. The first two name every key there is; a key {@code some.prefix.*} opens a family of keys.
 */
final class SettingsSources {

    private static final String VARIABLE = "MILLRACE_";
    /** Variables of the command and the launcher, not of an app. */
    private static final List<String> OTHER_VARIABLES =
            List.of("MILLRACE_CONFIG", "MILLRACE_JAVA_OPTS", "MILLRACE_NO_BUILD", "MILLRACE_IMAGE");

    private final Map<String, String> defaults = new TreeMap<>();
    private final List<String> families = new ArrayList<>(List.of(Settings.KAFKA));

    private SettingsSources() {}

    static SettingsSources of(String app, Class<?> anchor) {
        var sources = new SettingsSources();
        sources.addDefaults(SettingsSources.class, "shell.properties");
        sources.addDefaults(anchor, app + ".properties");
        return sources;
    }

    Settings read(String[] args, Map<String, String> environment) {
        var flags = new HashMap<String, String>();
        String file = environment.get("MILLRACE_CONFIG");
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--config") && i + 1 < args.length) {
                file = args[++i];
            } else if (args[i].startsWith("--config=")) {
                file = args[i].substring("--config=".length());
            } else {
                addFlag(flags, args[i]);
            }
        }
        var values = new TreeMap<>(defaults);
        if (file != null) {
            put(values, load(Path.of(file)), "in " + file);
        }
        put(values, variables(environment), "in the environment");
        put(values, flags, "on the command line");
        return new Settings(values);
    }

    Settings with(Map<String, String> overrides) {
        var values = new TreeMap<>(defaults);
        put(values, overrides, "given");
        return new Settings(values);
    }

    private static void addFlag(Map<String, String> flags, String argument) {
        int equals = argument.indexOf('=');
        if (!argument.startsWith("--") || equals < 3) {
            throw new SettingsException("'" + argument + "' is no setting; write --key=value or --config FILE");
        }
        flags.put(argument.substring(2, equals), argument.substring(equals + 1).strip());
    }

    private void put(Map<String, String> values, Map<String, String> more, String where) {
        more.forEach((key, value) -> {
            if (!isKnown(key)) {
                throw new SettingsException("unknown setting " + key + " " + where + nearest(key));
            }
            values.put(key, value);
        });
    }

    private boolean isKnown(String key) {
        return defaults.containsKey(key) || families.stream().anyMatch(key::startsWith);
    }

    private Map<String, String> variables(Map<String, String> environment) {
        var keys = new HashMap<String, String>();
        defaults.keySet().forEach(key -> keys.put(variable(key), key));
        var found = new TreeMap<String, String>();
        environment.forEach((name, value) -> {
            if (!name.startsWith(VARIABLE) || OTHER_VARIABLES.contains(name)) {
                return;
            }
            String key = keys.get(name);
            found.put(key == null ? familyKey(name) : key, value.strip());
        });
        return found;
    }

    /** A variable of a family cannot tell dots from dashes; Kafka's names and event types have dots or neither. */
    private String familyKey(String name) {
        for (String family : families) {
            if (name.startsWith(variable(family))) {
                return family
                        + name.substring(variable(family).length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.');
            }
        }
        throw new SettingsException("unknown variable " + name
                + nearest(name.substring(VARIABLE.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.')));
    }

    private static String variable(String key) {
        return VARIABLE + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private void addDefaults(Class<?> anchor, String resource) {
        try (InputStream in = anchor.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path beside " + anchor.getName());
            }
            read(new InputStreamReader(in, StandardCharsets.UTF_8)).forEach((key, value) -> {
                if (key.endsWith(".*")) {
                    families.add(key.substring(0, key.length() - 1));
                } else {
                    defaults.put(key, value);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read from the class path", e);
        }
    }

    private static Map<String, String> load(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            return read(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException("the settings file " + file + " cannot be read: " + e, e);
        }
    }

    private static Map<String, String> read(Reader reader) throws IOException {
        var properties = new Properties();
        properties.load(reader);
        var values = new TreeMap<String, String>();
        properties
                .stringPropertyNames()
                .forEach(key -> values.put(key, properties.getProperty(key).strip()));
        return values;
    }

    private String nearest(String key) {
        String best = null;
        int least = Math.max(3, key.length() / 3) + 1;
        for (String known : defaults.keySet()) {
            int distance = distance(key, known, least);
            if (distance < least) {
                least = distance;
                best = known;
            }
        }
        return best == null ? "; known are " + defaults.keySet() : "; did you mean " + best + "?";
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b, int enough) {
        if (Math.abs(a.length() - b.length()) >= enough) {
            return enough;
        }
        int[] above = new int[b.length() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
