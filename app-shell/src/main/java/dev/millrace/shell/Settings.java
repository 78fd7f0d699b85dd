package dev.millrace.shell;

import dev.millrace.schemas.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Typed settings of one app. A later source wins: bundled defaults, file, environment, flags.
 *
 * <p>Every key stands with comment and default in a bundled properties file, the app's own or
 * {@code app-shell.properties}; a blank default means that the setting is absent. Any other key is refused, with the
 * nearest known one in the message. {@code kafka.*} goes to Kafka's clients as it is; a bundled key ending in
 * {@code .*} declares a whole family.
 */
public final class Settings {

    private static final String KAFKA = "kafka.";

    private final SettingLayer defaults;
    private final List<SettingLayer> layers; // the strongest first

    private Settings(SettingLayer defaults, List<SettingLayer> layers) {
        this.defaults = defaults;
        this.layers = List.copyOf(layers);
    }

    /** The bundled defaults of an app, from {@code app-shell.properties} and {@code <app>.properties}. */
    public static Settings bundled(String app) {
        return new Settings(SettingLayer.of("the defaults", SettingFiles.bundled(app)), List.of());
    }

    /** The bundled defaults below other sources. @param layers the strongest first */
    static Settings bundled(String app, List<SettingLayer> layers) {
        return new Settings(bundled(app).defaults, layers);
    }

    /**
     * What a started process has: defaults, the file that {@code --config} or {@code MILLRACE_CONFIG} names, the
     * environment and flags.
     *
     * @throws SettingsException for a malformed flag, an unreadable file or an unknown key
     */
    public static Settings load(String app, String[] args, Map<String, String> environment) {
        SortedMap<String, String> flags = Flags.parse(args);
        String file = flags.remove(Flags.CONFIG);
        if (file == null) {
            file = environment.get(SettingLayer.variable(Flags.CONFIG));
        }
        List<SettingLayer> layers = new ArrayList<>();
        layers.add(SettingLayer.of("a flag", flags));
        layers.add(SettingLayer.environment(environment));
        if (file != null && !file.isBlank()) {
            layers.add(SettingLayer.of("file " + file, SettingFiles.read(file)));
        }
        var settings = bundled(app, layers);
        settings.rejectUnknown();
        return settings;
    }

    /** The same settings with some that win over all sources, for apps started by another program. */
    public Settings with(Map<String, String> values) {
        List<SettingLayer> more = new ArrayList<>(layers);
        more.add(0, SettingLayer.of("the program", values));
        return new Settings(defaults, more);
    }

    public Settings with(String key, String value) {
        return with(Map.of(key, value));
    }

    /** @throws SettingsException naming each key that no bundled file declares */
    public void rejectUnknown() {
        UnknownKeys.reject(layers, defaults.values().keySet());
    }

    /** A text that must not be absent. */
    public String text(String key) {
        return optional(key)
                .orElseThrow(() -> new SettingsException("Setting " + key + " is missing; give it with --" + key
                        + "=…, in the environment as " + SettingLayer.variable(key) + ", or in a file"));
    }

    /** Empty when the value is blank. */
    public Optional<String> optional(String key) {
        return Optional.ofNullable(value(key)).map(String::trim).filter(text -> !text.isEmpty());
    }

    /** Comma-separated values, blanks around them removed. */
    public List<String> list(String key) {
        return Arrays.stream(optional(key).orElse("").split(","))
                .map(String::trim)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** A whole number from {@code min} to {@code max}, both included. */
    public int integer(String key, int min, int max) {
        return checked(key, Integer::valueOf, n -> n >= min && n <= max, "a whole number from " + min + " to " + max);
    }

    /** A number from {@code min} to {@code max}, both included. */
    public double decimal(String key, double min, double max) {
        return checked(key, Double::valueOf, x -> x >= min && x <= max, "a number from " + min + " to " + max);
    }

    /** A duration of at least 0, such as {@code 500ms} or {@code 24h}. */
    public Duration duration(String key) {
        return checked(key, Durations::parse, d -> !d.isNegative(), Durations.FORM);
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String key) {
        return Boolean.parseBoolean(oneOf(key, "true", "false"));
    }

    /** One of some words; their case does not matter. */
    public String oneOf(String key, String... words) {
        return checked(
                key,
                text -> text.toLowerCase(Locale.ROOT),
                List.of(words)::contains,
                "one of " + String.join(", ", words));
    }

    /** Reads a value of the caller's own kind. @param right completes "… is right" in the error message */
    public <T> T parsed(String key, Function<String, T> parse, String right) {
        return checked(key, parse, any -> true, right);
    }

    /** Everything below {@code kafka.}, without the prefix. */
    public SortedMap<String, String> kafka() {
        return family(KAFKA);
    }

    /**
     * What the schema registry's client takes, by Confluent's names: {@code schema.registry.url}, credentials, TLS; and
     * what a registry in a topic takes: the prefix, and how Kafka is reached.
     */
    public Map<String, String> registry() {
        var registry = new TreeMap<String, String>();
        new ClientSettings(this).admin().forEach((key, value) -> registry.put(key, String.valueOf(value)));
        registry.put("topics.prefix", text("topics.prefix"));
        for (String key : defaults.values().keySet()) {
            if (RegistryKeys.isOne(key)) {
                optional(key).ifPresent(value -> registry.put(key, value));
            }
        }
        family(RegistryKeys.FAMILY).forEach((key, value) -> registry.put(RegistryKeys.FAMILY + key, value));
        return registry;
    }

    /** All settings whose keys start with a prefix, by the rest of the key. */
    public SortedMap<String, String> family(String prefix) {
        var family = new TreeMap<String, String>();
        addFamily(defaults, prefix, family);
        for (int i = layers.size() - 1; i >= 0; i--) {
            addFamily(layers.get(i), prefix, family);
        }
        family.remove("*");
        return family;
    }

    private void addFamily(SettingLayer layer, String prefix, Map<String, String> family) {
        for (String rest : layer.below(prefix)) {
            String value = layer.get(prefix + rest);
            if (value != null) {
                family.put(rest, value.trim());
            }
        }
    }

    /** What is in force, one {@code key = value} per line, secrets hidden. */
    public String describe() {
        var lines = new StringBuilder();
        for (String key : new TreeMap<>(defaults.values()).keySet()) {
            optional(key).ifPresent(value -> lines.append(line(key, value)));
        }
        kafka().forEach((key, value) -> lines.append(line(KAFKA + key, value)));
        return lines.toString();
    }

    private static String line(String key, String value) {
        return key + " = " + Secrets.masked(key, value) + System.lineSeparator();
    }

    @Override
    public String toString() {
        return describe();
    }

    private @Nullable String value(String key) {
        if (!defaults.values().containsKey(key)) {
            throw new IllegalStateException("Setting " + key + " stands in no bundled properties file");
        }
        for (SettingLayer layer : layers) {
            String value = layer.get(key);
            if (value != null) {
                return value;
            }
        }
        return defaults.get(key);
    }

    private <T> T checked(String key, Function<String, T> parse, Predicate<T> fits, String right) {
        String text = text(key);
        T value;
        try {
            value = parse.apply(text);
        } catch (RuntimeException e) {
            // A parser's message quotes the value, which may be a secret given under the wrong key.
            throw Secrets.masked(key, text).equals(text)
                    ? new SettingsException(unusable(key, text, right), e)
                    : new SettingsException(unusable(key, text, right));
        }
        if (!fits.test(value)) {
            throw new SettingsException(unusable(key, text, right));
        }
        return value;
    }

    private String unusable(String key, String text, String right) {
        String source = layers.stream()
                .filter(layer -> layer.get(key) != null)
                .findFirst()
                .orElse(defaults)
                .describe(key);
        return "Setting " + key + " has the unusable value '" + Secrets.masked(key, text) + "' (from " + source + "); "
                + right + " is right";
    }
}
