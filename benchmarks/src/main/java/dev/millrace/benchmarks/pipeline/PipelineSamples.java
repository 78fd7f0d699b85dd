package dev.millrace.benchmarks.pipeline;

import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.frame.Plot;
import dev.millrace.benchmarks.frame.Row;
import dev.millrace.benchmarks.frame.Summary;
import dev.millrace.benchmarks.rig.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the rounds gave, by subject and metric. */
final class PipelineSamples {

    private static final String RATE = "events/s";
    private static final String PER_CPU = "events per CPU-second";
    private static final String OWN = "own CPU µs per event";

    private final Context context;
    private final String of;
    private final Map<String, Map<String, List<Double>>> samples = new LinkedHashMap<>();
    private double bare;

    PipelineSamples(Context context, String of) {
        this.context = context;
        this.of = of;
    }

    void raw(Trace.Rate rate) {
        add("raw produce + consume", rate);
    }

    void bare(Trace.Rate rate) {
        bare = rate.perSecond();
        add("bare stateful topology", rate);
    }

    void alone(String app, Trace.Rate rate) {
        add(app, rate);
        add(app, "of the bare topology's rate", rate.perSecond() / bare);
    }

    void listsPerEvent(double value) {
        add("scoring-app", "lists per event", value);
    }

    void together(Trace trace, long lists, int events, List<String> owners) {
        String all = "all five apps together";
        Trace.Rate rate = trace.rate(lists, owners.get(0));
        add(all, "lists/s", rate.perSecond());
        add(all, "lists per CPU-second", rate.perCpuSecond());
        add(all, RATE, rate.perSecond() * events / lists);
        add(all, "lists per event", lists / (double) events);
        double own = 0;
        for (String owner : owners) {
            double micros = trace.rate(lists, owner).ownMicros();
            own += micros;
            add(all, owner + " CPU µs per list", micros);
        }
        add(all, "lists per CPU-second of the apps", 1e6 / own);
    }

    /** What one event leaves on the broker's disk; topics that it hardly touches are left out. */
    void bytes(String topic, double perEvent) {
        if (perEvent >= 1) {
            add("log of " + topic, "bytes per event", perEvent);
        }
    }

    private void add(String subject, Trace.Rate rate) {
        add(subject, RATE, rate.perSecond());
        add(subject, PER_CPU, rate.perCpuSecond());
        add(subject, OWN, rate.ownMicros());
    }

    private void add(String subject, String metric, double value) {
        samples.computeIfAbsent(subject, unseen -> new LinkedHashMap<>())
                .computeIfAbsent(metric, unseen -> new ArrayList<>())
                .add(value);
        context.say(String.format(java.util.Locale.ROOT, "    %s: %,.2f %s", subject, value, metric));
    }

    void report() {
        samples.forEach((subject, metrics) -> metrics.forEach(
                (metric, values) -> context.add(of, subject, metric, Summary.of(values, Double::doubleValue))));
        List<Row> rates =
                context.rows().stream().filter(row -> row.metric().equals(RATE)).toList();
        context.plot(Plot.bars(
                "rates", "Events per second of each app alone, and of what it is compared with", RATE, rates, true));
    }
}
