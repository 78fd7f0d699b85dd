package dev.millrace.shell;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values of all settings of one app: every known key is there, with its default where nothing else was said. Typed
 * getters check where they read, and name the key, the value and what would be right. Immutable.
 */
public final class Settings {

    /** Keys with this prefix go to Kafka Streams untouched. */
    public static final String KAFKA = "kafka.";

    private static final Pattern DURATION = Pattern.compile("(0|[1-9][0-9]{0,8})(ms|s|m|h|d)");
    private static final Pattern SECRET = Pattern.compile(".*(password|token|secret|user\\.info|jaas).*");

    private final Map<String, String> values;

    Settings(Map<String, String> values) {
        this.values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /** Reads an app's defaults and what command line, environment and file say, see {@link SettingsSources}. */
    public static Settings load(String app, Class<?> anchor, String[] args, Map<String, String> environment) {
        return SettingsSources.of(app, anchor).read(args, environment);
    }

    /** An app's defaults with some values replaced, for apps that run inside another process. */
    public static Settings of(String app, Class<?> anchor, Map<String, String> overrides) {
        return SettingsSources.of(app, anchor).with(overrides);
    }

    /** Not empty, or refused. */
    public String text(String key) {
        String value = value(key);
        if (value.isEmpty()) {
            throw new SettingsException(key + " is not set, and must be");
        }
        return value;
    }

    /** Empty when not set. */
    public Optional<String> optional(String key) {
        return Optional.of(value(key)).filter(value -> !value.isEmpty());
    }

    public int integer(String key, int least, int most) {
        return parsed(key, "a whole number from " + least + " to " + most, text -> {
            int number = Integer.parseInt(text);
            return number < least || number > most ? null : number;
        });
    }

    public double number(String key, double least, double most) {
        return parsed(key, "a number from " + least + " to " + most, text -> {
            double number = Double.parseDouble(text);
            return number >= least && number <= most ? number : null;
        });
    }

    /** {@code 20ms}, {@code 5s}, {@code 10m}, {@code 24h}, {@code 7d}. */
    public Duration duration(String key) {
        return parsed(key, "a duration such as 20ms, 5s, 10m, 24h or 7d", Settings::parseDuration);
    }

    public boolean flag(String key) {
        return parsed(key, "true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        });
    }

    /** One of {@code choices}. */
    public String choice(String key, String... choices) {
        List<String> known = List.of(choices);
        return parsed(key, "one of " + String.join(", ", known), text -> known.contains(text) ? text : null);
    }

    /** Comma-separated, trimmed, without empty entries. */
    public List<String> list(String key) {
        return Pattern.compile(",")
                .splitAsStream(value(key))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
    }

    /** Set keys that begin with {@code prefix}, whole. */
    public Map<String, String> startingWith(String prefix) {
        var found = new TreeMap<String, String>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix) && !value.isEmpty()) {
                found.put(key, value);
            }
        });
        return found;
    }

    /** What goes to Kafka Streams untouched, by Kafka's names. */
    public Map<String, Object> kafka() {
        var kafka = new TreeMap<String, Object>();
        startingWith(KAFKA).forEach((key, value) -> kafka.put(key.substring(KAFKA.length()), value));
        return kafka;
    }

    /** What the registry client takes, by Confluent's names. */
    public Map<String, Object> registry() {
        var registry = new TreeMap<String, Object>();
        for (String prefix : List.of("schema.registry.", "basic.auth.", "bearer.auth.", "avro.serde.")) {
            registry.putAll(startingWith(prefix));
        }
        for (String key : List.of("auto.register.schemas", "use.latest.version")) {
            optional(key).ifPresent(value -> registry.put(key, value));
        }
        return registry;
    }

    /** All set values, secrets masked: for the log. */
    @Override
    public String toString() {
        var shown = new TreeMap<String, String>();
        values.forEach((key, value) -> {
            if (!value.isEmpty()) {
                shown.put(key, SECRET.matcher(key.toLowerCase(Locale.ROOT)).matches() ? "***" : value);
            }
        });
        return shown.toString();
    }

    private String value(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalStateException("the setting " + key + " stands in no defaults file");
        }
        return value;
    }

    /** @param parse null for a value that is readable but wrong */
    private <T> T parsed(String key, String right, Function<String, @Nullable T> parse) {
        String text = text(key);
        try {
            T value = parse.apply(text);
            if (value != null) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new SettingsException(key + " must be " + right + ", was '" + text + "'", e);
        }
        throw new SettingsException(key + " must be " + right + ", was '" + text + "'");
    }

    private static @Nullable Duration parseDuration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
