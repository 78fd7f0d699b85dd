package dev.millrace.benchmarks.frame;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of one benchmark: what was asked for, and where results go. For one thread. */
public final class Context {

    private final String benchmark;
    private final Request request;
    private final PrintWriter out;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<Row> rows = new ArrayList<>();

    /**
     * What the user asked for.
     *
     * @param quick small sizes
     * @param cases parts of the names of the cases to run; empty: all
     * @param data an event file instead of simulated events
     * @param plots directory for plots; null: none
     * @param set values of settings by key
     */
    public record Request(
            boolean quick,
            List<String> cases,
            @Nullable Path data,
            @Nullable Path plots,
            Map<String, String> set) {}

    /** @throws IllegalArgumentException when a setting is given that the benchmark does not have */
    public Context(Benchmark benchmark, Request request, PrintWriter out) {
        this.benchmark = benchmark.name();
        this.request = request;
        this.out = out;
        benchmark.settings().forEach(s -> settings.put(s.key(), request.quick() ? s.quick() : s.value()));
        request.set().forEach((key, value) -> {
            if (settings.replace(key, value) == null) {
                throw new IllegalArgumentException(
                        "bench " + this.benchmark + " has no setting " + key + "; there are " + settings.keySet());
            }
        });
    }

    public boolean quick() {
        return request.quick();
    }

    /** An event file of the user's, to be measured on instead of simulated events. */
    public Optional<Path> data() {
        return Optional.ofNullable(request.data());
    }

    /** Whether the case of this name is to be run. */
    public boolean wants(String name) {
        return request.cases().isEmpty() || request.cases().stream().anyMatch(name::contains);
    }

    /** Value of a setting. */
    public String text(String key) {
        String value = settings.get(key);
        if (value == null) {
            throw new IllegalArgumentException("bench " + benchmark + " does not declare the setting " + key);
        }
        return value;
    }

    /** Value of a setting that is a whole number. */
    public int number(String key) {
        try {
            return Integer.parseInt(text(key));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a whole number, was '" + text(key) + "'", e);
        }
    }

    /** Value of a setting that is a list of whole numbers, separated by commas. */
    public int[] numbers(String key) {
        String[] parts = text(key).split(",");
        int[] numbers = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            try {
                numbers[i] = Integer.parseInt(parts[i].strip());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(key + " must hold whole numbers, was '" + text(key) + "'", e);
            }
        }
        return numbers;
    }

    /** States a fact about the run in its header and report: data, versions, counts. */
    public void state(String fact, Object value) {
        settings.put(fact, String.valueOf(value));
        say(fact + ": " + value);
    }

    /** Tells the user what is going on. */
    public void say(String line) {
        out.println(line);
        out.flush();
    }

    /** A result; shown at once, because a later case may take minutes. */
    public void add(String of, String subject, String metric, Summary value) {
        rows.add(new Row(benchmark, of, subject, metric, value));
        say("  " + of + "  " + subject + "  " + Figures.of(value.median()) + " " + metric);
    }

    /** Takes over the rows of an earlier run's report. */
    public void addAll(Report earlier) {
        rows.addAll(earlier.rows());
    }

    /** The results of {@link Rounds#run}. */
    public void add(String of, Map<String, Map<String, Summary>> bySubject) {
        bySubject.forEach((subject, metrics) -> metrics.forEach((metric, value) -> add(of, subject, metric, value)));
    }

    /** The rows of one metric so far. */
    public List<Row> rows(String metric) {
        return rows.stream().filter(row -> row.metric().equals(metric)).toList();
    }

    /** Writes a plot when plots are wanted. */
    public void plot(Plot plot) {
        if (request.plots() != null) {
            Path file = request.plots().resolve(benchmark + "-" + plot.name() + ".svg");
            plot.write(file);
            say("  plot " + file.getFileName());
        }
    }

    /** Where a drawing of this name goes, when plots are wanted. */
    public Optional<Path> file(String name) {
        return Optional.ofNullable(request.plots()).map(plots -> plots.resolve(name));
    }

    /** An empty directory of this run; whoever asks closes it. */
    public Scratch scratch() {
        return Scratch.open(benchmark + "-");
    }

    /** Results so far, in the order added. */
    public List<Row> rows() {
        return List.copyOf(rows);
    }

    /** Settings in force, and what was stated. */
    public Map<String, String> settings() {
        return new LinkedHashMap<>(settings);
    }
}
