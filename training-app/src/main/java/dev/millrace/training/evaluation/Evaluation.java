package dev.millrace.training.evaluation;

import dev.millrace.model.baselines.Ease;
import dev.millrace.model.baselines.FactorLists;
import dev.millrace.model.baselines.Filled;
import dev.millrace.model.baselines.ItemKnn;
import dev.millrace.model.baselines.OwnFrequency;
import dev.millrace.model.baselines.Popularity;
import dev.millrace.model.evaluation.Contender;
import dev.millrace.model.evaluation.ItemSimilarity;
import dev.millrace.model.evaluation.ListQuality;
import dev.millrace.model.evaluation.Prequential;
import dev.millrace.model.evaluation.PrequentialQuality;
import dev.millrace.model.evaluation.Variant;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.preferences.TypeWeight;
import dev.millrace.model.recommend.RecommenderSettings;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.rules.Rules;
import dev.millrace.training.pipeline.PipelineSettings;
import dev.millrace.training.pipeline.ProgressListener;
import dev.millrace.training.pipeline.TrainedModel;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Compares the pipeline's lists with those of single methods on one log. Whatever is tuned is tuned on the history
 * only: the pipeline by its own training job, the others by a replay of the last tenth of the history.
 */
public final class Evaluation {

    public static final String MILLRACE = "millrace";

    private static final double DAY_MS = 86_400_000.0;
    private static final double[] HALF_LIVES_DAYS = {1, 3, 7, 14, 30, 60, 180};
    private static final double[] DECAYS = {1, 0.97, 0.94, 0.9, 0.8, 0.6, 0.4};
    private static final double TUNING_SHARE = 0.9;
    private static final int TUNING_TARGETS = 10_000;
    private static final int TRAININGS = 4;
    private static final int EASE_ITEMS = 4_000;
    private static final double[] EASE_LAMBDAS = {50, 200, 500, 1_000};
    private static final double EASE_DECAY = 0.97;

    /** Predicted events below which nothing is chosen by them. */
    private static final int LEAST_TARGETS = 50;

    private final InteractionLog log;
    private final Map<String, ItemFacts> catalogue;
    private final FeatureDefinitions definitions;
    private final PipelineSettings settings;
    private final Rules rules;
    private final RecommenderSettings lists = RecommenderSettings.defaults();
    private final ItemSimilarity similarity;
    private final int cut;
    private final int targets;

    /** What is told while it runs. */
    public interface Listener extends ProgressListener {

        /** A method has begun or goes on; {@code done} is the share of its replay. */
        void replay(String method, double done);
    }

    /**
     * What came out.
     *
     * @param methods by name, in the order in which they were asked for
     * @param tuned settings that were found on the history
     * @param curve what diversity and exploration cost; empty when it was not asked for
     */
    public record Result(Map<String, PrequentialQuality> methods, Map<String, String> tuned, List<TradePoint> curve) {}

    /**
     * @param settings of training; the weights' {@code consumes} is replaced by what the variant says
     * @param rules that the pipeline's lists obey
     * @param historyShare share of the events, by time, that is there before the first prediction
     * @param targets about so many positive events are predicted, those of users drawn at random; 0: all
     */
    public Evaluation(
            InteractionLog log,
            Map<String, ItemFacts> catalogue,
            FeatureDefinitions definitions,
            PipelineSettings settings,
            Rules rules,
            double historyShare,
            int targets) {
        this.log = log;
        this.catalogue = catalogue;
        this.definitions = definitions;
        this.settings = settings;
        this.rules = rules;
        this.cut = log.cut(historyShare);
        this.targets = targets;
        this.similarity = similarity();
    }

    /** By categories where the catalogue has any, else by who took the items in the history. */
    private ItemSimilarity similarity() {
        boolean categories = catalogue.values().stream()
                .anyMatch(facts -> !facts.categories().isEmpty());
        return categories
                ? ItemSimilarity.byCategories(log, item -> {
                    ItemFacts facts = catalogue.get(item);
                    return facts == null ? List.of() : facts.categories();
                })
                : ItemSimilarity.byTakers(log, cut);
    }

    /** Every method there is, {@link #MILLRACE} first. */
    public static List<String> methods() {
        return List.of(
                MILLRACE,
                "popularity",
                "decayed-popularity",
                "own-frequency",
                "item-knn",
                "ease",
                "static-ials",
                "folded-ials");
    }

    /** Number of events that are history. */
    public int history() {
        return cut;
    }

    /** @param methods some of {@link #methods} */
    public Result run(Variant variant, List<String> methods, Listener listener) {
        return run(variant, methods, false, listener);
    }

    /** @param curve whether to measure what diversity and exploration cost, too */
    public Result run(Variant variant, List<String> methods, boolean curve, Listener listener) {
        return new Run(variant, listener).all(methods, curve);
    }

    /** Every event type consumes, or none does: what an evaluation leaves out is the variant's to say. */
    static EventWeights weights(EventWeights usual, Variant variant) {
        Map<String, TypeWeight> byType = new TreeMap<>();
        usual.byType()
                .forEach((type, weight) ->
                        byType.put(type, new TypeWeight(weight.weight(), weight.reading(), variant == Variant.NEW)));
        return new EventWeights(byType);
    }

    private final class Run {

        private final Variant variant;
        private final Listener listener;
        private final EventWeights weights;
        private final int tuneFrom;
        private final Prequential tuning;
        private final Prequential test;
        private final Models models;
        private final Map<String, String> tuned = new LinkedHashMap<>();

        Run(Variant variant, Listener listener) {
            this.variant = variant;
            this.listener = listener;
            this.weights = weights(settings.weights(), variant);
            this.models = new Models(log, catalogue, definitions, settings.with(weights), listener);
            this.tuneFrom = log.firstAt(log.timestampMs((int) (TUNING_SHARE * cut)));
            this.tuning = new Prequential(
                    log,
                    tuneFrom,
                    cut,
                    weights,
                    variant,
                    Prequential.some(log, tuneFrom, cut, weights, TUNING_TARGETS, settings.seed()));
            this.test = new Prequential(
                    log,
                    cut,
                    log.size(),
                    weights,
                    variant,
                    targets == 0
                            ? null
                            : Prequential.ofSomeUsers(log, cut, log.size(), weights, targets, settings.seed()),
                    similarity);
        }

        Result all(List<String> methods, boolean curve) {
            double[] halfLives = halfLives();
            double knn = methods.contains("item-knn")
                    ? best("item-knn.decay", DECAYS, gamma -> filled(new ItemKnn(log, weights, gamma), halfLives))
                    : 1;
            double[] ease = methods.contains("ease") ? ease(halfLives) : new double[2];
            boolean factors = methods.stream().anyMatch(method -> method.endsWith("ials") || method.equals(MILLRACE));
            if (factors || curve) {
                TrainedModel first = models.at(cut);
                tuned.putAll(first.settings());
                tuned.putAll(first.bundle().foldIn().toMap());
            }
            Map<String, Supplier<Contender>> contenders = new LinkedHashMap<>();
            for (String method : methods) {
                contenders.put(method, () -> contender(method, halfLives, knn, ease));
            }
            Map<String, PrequentialQuality> measured = inParallel(contenders, test, listener::replay);
            List<TradePoint> points = curve
                    ? TradeCurves.measure(pipeline(), rules, lists, test, done -> listener.replay("trade curves", done))
                    : List.of();
            return new Result(measured, tuned, points);
        }

        /** First the penalty, then how fast a user's items lose weight. */
        private double[] ease(double[] halfLives) {
            int[] once = {tuneFrom};
            double lambda = best("ease.lambda", EASE_LAMBDAS, l2 -> filled(ease(l2, EASE_DECAY, once), halfLives));
            var maps = new Ease.Maps();
            double decay = best(
                    "ease.decay",
                    DECAYS,
                    gamma -> filled(
                            new Ease(log, weights, new Ease.Settings(lambda, EASE_ITEMS, gamma), once, maps),
                            halfLives));
            return new double[] {lambda, decay};
        }

        /** In milliseconds: for everybody, and for users without a history, whose taste is that of the day. */
        private double[] halfLives() {
            double everybody = best("decayed-popularity.half-life-days", HALF_LIVES_DAYS, this::popularity);
            var coldTuning = new Prequential(log, tuneFrom, cut, weights, variant, firstMoments());
            double cold = best("cold-start.half-life-days", HALF_LIVES_DAYS, this::popularity, coldTuning, everybody);
            return new double[] {everybody * DAY_MS, cold * DAY_MS};
        }

        private Popularity popularity(double days) {
            return new Popularity(log, weights, days * DAY_MS);
        }

        /** Events at the first moment of users who come while settings are chosen. */
        private BitSet firstMoments() {
            long[] first = new long[log.userCount()];
            Arrays.fill(first, Long.MAX_VALUE);
            BitSet events = new BitSet();
            for (int event = 0; event < cut; event++) {
                int user = log.user(event);
                first[user] = Math.min(first[user], log.timestampMs(event));
                events.set(event, event >= tuneFrom && log.timestampMs(event) == first[user]);
            }
            return events;
        }

        private Contender filled(Contender contender, double[] halfLives) {
            return new Filled(log, weights, contender, halfLives[0], halfLives[1]);
        }

        private Ease ease(double lambda, double decay, int[] schedule) {
            return new Ease(log, weights, new Ease.Settings(lambda, EASE_ITEMS, decay), schedule);
        }

        private Contender contender(String method, double[] halfLives, double knnDecay, double[] ease) {
            return switch (method) {
                case MILLRACE -> new PipelineLists(pipeline(), rules, lists);
                case "popularity" -> new Popularity(log, weights, Double.POSITIVE_INFINITY);
                case "decayed-popularity" -> new Popularity(log, weights, halfLives[0]);
                case "own-frequency" -> filled(new OwnFrequency(log, weights, halfLives[0]), halfLives);
                case "item-knn" -> filled(new ItemKnn(log, weights, knnDecay), halfLives);
                case "ease" -> filled(ease(ease[0], ease[1], schedule()), halfLives);
                case "static-ials" -> filled(new FactorLists(log, models.on(cut), false), halfLives);
                case "folded-ials" -> filled(new FactorLists(log, models.on(schedule()), true), halfLives);
                default -> throw new IllegalArgumentException("no method " + method + "; there are " + methods());
            };
        }

        /** As it runs: a new model whenever there are enough new events. */
        private PipelineState pipeline() {
            return new PipelineState(log, catalogue, models.on(schedule()), definitions, weights, lists);
        }

        private int[] schedule() {
            return IntStream.range(0, TRAININGS)
                    .map(i -> cut + (int) ((long) i * (log.size() - cut) / TRAININGS))
                    .toArray();
        }

        private double best(String name, double[] values, DoubleFunction<Contender> contender) {
            return best(name, values, contender, tuning, values[0]);
        }

        /** @param otherwise taken when there are too few targets to choose by */
        private double best(
                String name,
                double[] values,
                DoubleFunction<Contender> contender,
                Prequential protocol,
                double otherwise) {
            Map<String, Supplier<Contender>> trials = new LinkedHashMap<>();
            for (double value : values) {
                trials.put(String.valueOf(value), () -> contender.apply(value));
            }
            Map<String, PrequentialQuality> found = inParallel(trials, protocol, (trial, done) -> {});
            double best = otherwise;
            double quality = -1;
            for (double value : values) {
                ListQuality measured =
                        Objects.requireNonNull(found.get(String.valueOf(value))).all();
                if (measured.n() >= LEAST_TARGETS && measured.ndcg20() > quality) {
                    best = value;
                    quality = measured.ndcg20();
                }
            }
            tuned.put(name, String.valueOf(best));
            return best;
        }
    }

    private interface Told {
        void replay(String method, double done);
    }

    /** One thread per contender, as many at a time as there are cores; each goes through the log on its own. */
    private static Map<String, PrequentialQuality> inParallel(
            Map<String, Supplier<Contender>> contenders, Prequential protocol, Told told) {
        ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            Map<String, Future<PrequentialQuality>> running = new LinkedHashMap<>();
            contenders.forEach((name, contender) -> running.put(
                    name, pool.submit(() -> protocol.run(contender.get(), done -> told.replay(name, done)))));
            Map<String, PrequentialQuality> results = new LinkedHashMap<>();
            for (Map.Entry<String, Future<PrequentialQuality>> one : running.entrySet()) {
                results.put(one.getKey(), one.getValue().get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a replay failed: " + e.getMessage(), e);
        } finally {
            pool.shutdownNow();
        }
    }
}
