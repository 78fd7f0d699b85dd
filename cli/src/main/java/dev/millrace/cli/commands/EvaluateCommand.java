package dev.millrace.cli.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.console.ExitCodes;
import dev.millrace.cli.console.Json;
import dev.millrace.cli.console.Progress;
import dev.millrace.cli.evaluate.EvaluationPlot;
import dev.millrace.cli.evaluate.EvaluationReport;
import dev.millrace.cli.evaluate.ServedReport;
import dev.millrace.cli.input.CatalogItem;
import dev.millrace.cli.input.EventFile;
import dev.millrace.cli.input.ItemFile;
import dev.millrace.model.evaluation.Variant;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.rules.Rules;
import dev.millrace.model.rules.RulesFile;
import dev.millrace.training.evaluation.Evaluation;
import dev.millrace.training.pipeline.PipelineSettings;
import dev.millrace.training.pipeline.RankerChoice;
import dev.millrace.training.pipeline.TooLittleDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures list quality on a recorded stream, the pipeline beside single methods. */
@Command(
        name = "evaluate",
        header = "Measure how good the lists are on your own events, beside single methods.",
        description = {
            "Replays a file of events in the order of their time. The first part is history: settings are tuned and models are trained"
                    + " on it. Every later positive event is predicted from the state before its timestamp, and then learnt.",
            "Variant new: items the user never touched, which lists leave out. Variant all: repeats count."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace evaluate --data events.csv.gz --items items.csv.gz --report quality.json",
            "  millrace evaluate --data ratings.csv --variant new --methods millrace,item-knn",
            "  millrace evaluate --data events.csv --methods millrace --curve --plot trade.svg",
            "  millrace evaluate --data events.csv --items items.csv --through-kafka --live 500"
        })
public final class EvaluateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "Events, CSV or JSON lines, plain or gzipped.")
    private Path data;

    @Option(names = "--items", paramLabel = "FILE", description = "The catalogue that goes with them.")
    private @Nullable Path items;

    @Option(
            names = "--history",
            paramLabel = "SHARE",
            defaultValue = "0.6",
            description = "Share of the events, by time, that is history (${DEFAULT-VALUE}).")
    private double history = 0.6;

    @Option(
            names = "--variant",
            paramLabel = "new|all",
            split = ",",
            defaultValue = "new,all",
            description = "What is predicted (${DEFAULT-VALUE}).")
    private List<Variant> variants = List.of(Variant.NEW, Variant.ALL);

    @Option(
            names = "--methods",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Some of millrace, popularity, decayed-popularity, own-frequency, item-knn, ease, static-ials,"
                            + " folded-ials (all).")
    private @Nullable List<String> methods;

    @Option(
            names = "--targets",
            paramLabel = "N",
            defaultValue = "0",
            description = "Predict about so many events, those of users drawn at random; 0: all (${DEFAULT-VALUE}).")
    private int targets;

    @Mixin
    private final FileOptions reading = new FileOptions();

    @Mixin
    private final ThroughKafkaOptions throughKafka = new ThroughKafkaOptions();

    @Option(
            names = "--without",
            paramLabel = "BEGINNING",
            split = ",",
            description = "Leave out the ranker's features whose names begin so, to see what they add; `ranker`: rank"
                    + " without a ranker.")
    private List<String> without = List.of();

    @Option(names = "--seed", defaultValue = "1", description = "Seed of everything random (${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = "Business rules that the pipeline's lists obey, as the publisher takes them (none).")
    private @Nullable Path rules;

    @Option(
            names = "--curve",
            description = "Also measure what diversity (MMR) and exploration cost, setting by setting.")
    private boolean curve;

    @Option(names = "--plot", paramLabel = "FILE.svg", description = "Draw what was measured.")
    private @Nullable Path plot;

    @Option(names = "--report", paramLabel = "FILE", description = "Write everything measured as JSON.")
    private @Nullable Path report;

    @Override
    public Integer call() {
        List<String> wanted = methods == null ? Evaluation.methods() : methods;
        wanted.stream()
                .filter(method -> !Evaluation.methods().contains(method))
                .findFirst()
                .ifPresent(method -> {
                    throw CommandFailure.badInput(
                            "--methods: there is no " + method + "; there are " + Evaluation.methods());
                });
        if (!(history > 0 && history < 1)) {
            throw CommandFailure.badInput("--history must be above 0 and below 1, was " + history);
        }
        if (targets < 0) {
            throw CommandFailure.badInput("--targets must not be negative, was " + targets);
        }
        throughKafka.check();
        businessRules();
        OutputFile.require("--report", report);
        OutputFile.require("--plot", plot);
        EventFile.Loaded events = EventFile.read(data, reading.settings()).requireWeight();
        return throughKafka.wanted() ? compare(events) : measure(events, wanted);
    }

    private int compare(EventFile.Loaded events) {
        List<CatalogItem> listed = listedItems();
        ServedReport result = throughKafka.compare(events.log(), listed, facts(listed), history, rules);
        result.lines().forEach(this::say);
        if (report != null) {
            write(result.json());
        }
        return ExitCodes.OK;
    }

    private int measure(EventFile.Loaded events, List<String> wanted) {
        InteractionLog log = events.log().withValueWhereNone(1);
        Evaluation evaluation =
                new Evaluation(log, facts(listedItems()), definitions(), settings(), businessRules(), history, targets);
        say(String.format(
                Locale.ROOT,
                "%s: %,d events of %,d users and %,d items; the first %,d are history",
                data.getFileName(),
                log.size(),
                log.userCount(),
                log.itemCount(),
                evaluation.history()));
        events.report().remarks().forEach(remark -> say("  " + remark));
        requireSomethingToPredict(log, evaluation.history());
        EvaluationReport results = new EvaluationReport(protocol(log, evaluation));
        EvaluationPlot pictures = new EvaluationPlot();
        Set<Variant> distinct = EnumSet.copyOf(variants);
        int predicted = 0;
        for (Variant variant : distinct) {
            Evaluation.Result result = run(evaluation, variant, wanted);
            if (targetsOf(result) == 0) {
                say("Variant " + variant.name().toLowerCase(Locale.ROOT) + ": nothing to predict");
                continue;
            }
            predicted++;
            results.add(variant, result);
            pictures.add(variant, result);
            show(variant, result);
        }
        if (predicted == 0) {
            throw CommandFailure.badInput("nothing of " + data
                    + " could be predicted: after the history nobody does anything for the first time that lists could"
                    + " have foretold; another --history or --variant may");
        }
        if (report != null) {
            write(results.json());
        }
        if (plot != null) {
            pictures.svg().write(plot);
        }
        return ExitCodes.OK;
    }

    private void requireSomethingToPredict(InteractionLog log, int cut) {
        if (cut == 0 || cut == log.size()) {
            throw CommandFailure.badInput(String.format(
                    Locale.ROOT,
                    "--history %s leaves no events of %s on one side: it has %,d events from %s to %s",
                    history,
                    data,
                    log.size(),
                    Instant.ofEpochMilli(log.timestampMs(0)),
                    Instant.ofEpochMilli(log.timestampMs(log.size() - 1))));
        }
        EventWeights weights = EventWeights.defaults();
        for (int i = cut; i < log.size(); i++) {
            if (weights.wanted(log.typeName(log.type(i)), log.value(i))) {
                return;
            }
        }
        throw CommandFailure.badInput("nothing of " + data + " can be predicted: after the history, "
                + (log.size() - cut) + " events, nobody wants anything (a like, a purchase, four stars …)");
    }

    private static long targetsOf(Evaluation.Result result) {
        return result.methods().values().iterator().next().all().n();
    }

    private Map<String, String> protocol(InteractionLog log, Evaluation evaluation) {
        Map<String, String> protocol = new LinkedHashMap<>();
        protocol.put("data", data.getFileName().toString());
        protocol.put("events", String.valueOf(log.size()));
        protocol.put("history", String.valueOf(evaluation.history()));
        protocol.put("targets", targets == 0 ? "all" : String.valueOf(targets));
        protocol.put("rules", rules == null ? "none" : rules.getFileName().toString());
        protocol.put("seed", String.valueOf(seed));
        return protocol;
    }

    private Rules businessRules() {
        try {
            return rules == null ? Rules.NONE : RulesFile.load(rules);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.badInput("--rules: " + e.getMessage(), e);
        }
    }

    private FeatureDefinitions definitions() {
        try {
            return FeatureDefinitions.standard()
                    .without(without.stream()
                            .filter(name -> !name.equals("ranker"))
                            .toList());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.badInput("--without: " + e.getMessage());
        }
    }

    private PipelineSettings settings() {
        PipelineSettings usual = PipelineSettings.defaults().withSeed(seed);
        return without.contains("ranker") ? usual.with(new RankerChoice(false, 0)) : usual;
    }

    private List<CatalogItem> listedItems() {
        if (items == null) {
            return List.of();
        }
        ItemFile.Loaded loaded = ItemFile.read(items, reading.settings());
        loaded.report().remarks().forEach(remark -> say("  " + items.getFileName() + ": " + remark));
        return loaded.items();
    }

    private static Map<String, ItemFacts> facts(List<CatalogItem> listed) {
        Map<String, ItemFacts> facts = new HashMap<>();
        for (CatalogItem item : listed) {
            facts.put(
                    item.itemId(),
                    new ItemFacts(
                            item.title(),
                            item.categories(),
                            item.price(),
                            item.createdAtMs(),
                            item.availableFromMs() == null ? Long.MIN_VALUE : item.availableFromMs(),
                            item.availableUntilMs() == null ? Long.MAX_VALUE : item.availableUntilMs()));
        }
        return facts;
    }

    private Evaluation.Result run(Evaluation evaluation, Variant variant, List<String> methods) {
        String name = variant.name().toLowerCase(Locale.ROOT);
        int replays = methods.size() + 3 + (curve ? 1 : 0);
        try (Progress progress = Progress.start("variant " + name, 100L * replays, "%")) {
            return evaluation.run(variant, methods, curve, new ShownProgress(progress));
        } catch (TooLittleDataException e) {
            throw CommandFailure.badInput(data + " is too little to learn from: " + e.getMessage(), e);
        }
    }

    /** Stages of the training count as three replays. */
    private static final class ShownProgress implements Evaluation.Listener {

        private final Progress progress;
        private final Map<String, Double> done = new ConcurrentHashMap<>();

        ShownProgress(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void replay(String method, double share) {
            show(method, share);
        }

        @Override
        public void progress(Stage stage, double share) {
            show(stage.label(), share);
        }

        private void show(String part, double share) {
            // Models are trained several times: the first time is what the bar shows.
            double before = done.getOrDefault(part, 0.0);
            if (share > before && done.merge(part, share, Math::max) == share && percent(before) != percent(share)) {
                synchronized (progress) {
                    progress.to((long) (100
                            * done.values().stream()
                                    .mapToDouble(Double::doubleValue)
                                    .sum()));
                }
            }
        }
    }

    private static int percent(double share) {
        return (int) (100 * share);
    }

    private void show(Variant variant, Evaluation.Result result) {
        say("");
        say("Variant " + variant.name().toLowerCase(Locale.ROOT) + ", "
                + String.format(Locale.ROOT, "%,d targets", targetsOf(result)));
        EvaluationReport.table(result).lines().forEach(line -> say("  " + line));
        say("");
        say(EvaluationReport.bars(result));
        EvaluationReport.character(result).lines().forEach(line -> say("  " + line));
        if (curve) {
            say("");
            EvaluationReport.curve(result).lines().forEach(line -> say("  " + line));
        }
    }

    private void write(ObjectNode json) {
        try {
            Files.writeString(Objects.requireNonNull(report), Json.pretty(json) + "\n");
        } catch (IOException e) {
            throw CommandFailure.failed("the report " + report + " cannot be written: " + e.getMessage(), e);
        }
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
