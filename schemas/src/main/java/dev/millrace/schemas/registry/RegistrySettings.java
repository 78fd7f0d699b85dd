package dev.millrace.schemas.registry;

import dev.millrace.schemas.Secrets;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach a registry, read from Confluent's setting names.
 *
 * @param urls equivalent addresses, tried in turn
 * @param connectTimeout limit of opening one connection
 * @param readTimeout limit of one request and its whole answer
 * @param firstWait wait after a first failed round over all addresses; doubles from round to round
 * @param longestWait limit of that wait
 * @param timeLimit how long one operation may take in all, retries included, before it is given up
 * @param all every setting, for credentials and TLS
 */
record RegistrySettings(
        List<URI> urls,
        Duration connectTimeout,
        Duration readTimeout,
        Duration firstWait,
        Duration longestWait,
        Duration timeLimit,
        Map<String, ?> all) {

    static final String URL = "schema.registry.url";
    static final String TIME_LIMIT = "schema.registry.timeout.ms";

    static RegistrySettings of(Map<String, ?> settings) {
        return new RegistrySettings(
                urls(settings),
                millis(settings, "http.connect.timeout.ms", 5_000),
                millis(settings, "http.read.timeout.ms", 10_000),
                millis(settings, "retries.wait.ms", 200),
                millis(settings, "retries.max.wait.ms", 5_000),
                timeLimit(settings),
                Map.copyOf(settings));
    }

    static Duration timeLimit(Map<String, ?> settings) {
        return millis(settings, TIME_LIMIT, 60_000);
    }

    static Optional<String> text(Map<String, ?> settings, String key) {
        return Optional.ofNullable(settings.get(key)).map(Object::toString).filter(value -> !value.isBlank());
    }

    private static List<URI> urls(Map<String, ?> settings) {
        String urls = text(settings, URL)
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                URL
                                        + " is missing; give kafka: for a registry in a topic, http://host:port, several of them by commas, or mock://scope"));
        return Arrays.stream(urls.split(","))
                .map(String::trim)
                .map(RegistrySettings::url)
                .toList();
    }

    private static URI url(String text) {
        // Not as the cause of what is thrown: its message quotes the address, and with it a password.
        try {
            URI url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(URL + " has the unusable address '" + Secrets.withoutUser(text) + "'");
        }
        throw new IllegalArgumentException(
                URL + " needs kafka: or addresses like http://host:port, was '" + Secrets.withoutUser(text) + "'");
    }

    private static Duration millis(Map<String, ?> settings, String key, long fallback) {
        String text = text(settings, key).orElse(Long.toString(fallback));
        try {
            long millis = Long.parseLong(text.trim());
            if (millis > 0) {
                return Duration.ofMillis(millis);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a number of milliseconds, was '" + text + "'", e);
        }
        throw new IllegalArgumentException(key + " must be positive, was " + text);
    }
}
