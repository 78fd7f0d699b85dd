package dev.millrace.benchmarks.frame;

/**
 * A setting of one benchmark.
 *
 * @param key lower case, with dashes
 * @param value where {@code --set} says nothing
 * @param quick the same under {@code --quick}: a size that shows the benchmark at work within a minute
 * @param description one line
 */
public record Setting(String key, String value, String quick, String description) {

    /** A setting that {@code --quick} does not touch. */
    public static Setting of(String key, String value, String description) {
        return new Setting(key, value, value, description);
    }

    /** The same setting of other sizes. */
    public Setting sized(String otherValue, String otherQuick) {
        return new Setting(key, otherValue, otherQuick, description);
    }
}
