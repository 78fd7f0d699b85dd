package dev.millrace.training.evaluation;

import dev.millrace.model.baselines.Ease;
import dev.millrace.model.baselines.FactorLists;
import dev.millrace.model.baselines.Filled;
import dev.millrace.model.baselines.ItemKnn;
import dev.millrace.model.baselines.OwnFrequency;
import dev.millrace.model.baselines.Popularity;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.evaluation.Contender;
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
import dev.millrace.training.pipeline.PipelineSettings;
import dev.millrace.training.pipeline.ProgressListener;
import dev.millrace.training.pipeline.TrainedModel;
import dev.millrace.training.pipeline.TrainingData;
import dev.millrace.training.pipeline.TrainingPipeline;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
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
import org.jspecify.annotations.Nullable;

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
    private static final int TRAININGS = 4;
    private static final int EASE_ITEMS = 4_000;
    private static final double[] EASE_LAMBDAS = {50, 200, 1_000};

    /** Predicted events below which nothing is chosen by them. */
    private static final int LEAST_TARGETS = 50;

    private final InteractionLog log;
    private final Map<String, ItemFacts> catalogue;
    private final FeatureDefinitions definitions;
    private final PipelineSettings settings;
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
     */
    public record Result(Map<String, PrequentialQuality> methods, Map<String, String> tuned) {}

    /**
     * @param settings of training; the weights' {@code consumes} is replaced by what the variant says
     * @param historyShare share of the events, by time, that is there before the first prediction
     * @param targets about so many positive events are predicted, those of users drawn at random; 0: all
     */
    public Evaluation(
            InteractionLog log,
            Map<String, ItemFacts> catalogue,
            FeatureDefinitions definitions,
            PipelineSettings settings,
            double historyShare,
            int targets) {
        this.log = log;
        this.catalogue = catalogue;
        this.definitions = definitions;
        this.settings = settings;
        this.cut = log.cut(historyShare);
        this.targets = targets;
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
        return new Run(variant, listener).all(methods);
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
        private final Map<String, String> tuned = new LinkedHashMap<>();

        Run(Variant variant, Listener listener) {
            this.variant = variant;
            this.listener = listener;
            this.weights = weights(settings.weights(), variant);
            this.tuneFrom = log.firstAt(log.timestampMs((int) (TUNING_SHARE * cut)));
            this.tuning = new Prequential(
                    log,
                    tuneFrom,
                    cut,
                    weights,
                    variant,
                    Prequential.some(log, tuneFrom, cut, weights, settings.targets(), settings.seed()));
            this.test = new Prequential(
                    log,
                    cut,
                    log.size(),
                    weights,
                    variant,
                    targets == 0
                            ? null
                            : Prequential.ofSomeUsers(log, cut, log.size(), weights, targets, settings.seed()));
        }

        Result all(List<String> methods) {
            double[] halfLives = halfLives();
            double decay = methods.contains("item-knn") || methods.contains("ease")
                    ? best("item-knn.decay", DECAYS, gamma -> filled(new ItemKnn(log, weights, gamma), halfLives))
                    : 1;
            double lambda = methods.contains("ease")
                    ? best("ease.lambda", EASE_LAMBDAS, l2 -> filled(ease(l2, decay, new int[] {tuneFrom}), halfLives))
                    : EASE_LAMBDAS[0];
            boolean factors = methods.stream().anyMatch(method -> method.endsWith("ials") || method.equals(MILLRACE));
            @Nullable TrainedModel model = factors ? train(cut) : null;
            Map<String, Supplier<Contender>> contenders = new LinkedHashMap<>();
            for (String method : methods) {
                contenders.put(method, () -> contender(method, halfLives, decay, lambda, model));
            }
            return new Result(replay(contenders), tuned);
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

        private TrainedModel train(int until) {
            InteractionLog.Builder history = InteractionLog.builder();
            for (int i = 0; i < until; i++) {
                history.add(
                        log.userId(log.user(i)),
                        log.itemId(log.item(i)),
                        log.typeName(log.type(i)),
                        log.value(i),
                        log.timestampMs(i));
            }
            // A clock that stands still: trials alone bound the search, so that the machine does not decide the result.
            TrainedModel model = new TrainingPipeline(settings.with(weights), definitions, () -> 0)
                    .train(new TrainingData(history.build(), catalogue, null), listener);
            if (until == cut) {
                tuned.putAll(model.settings());
                tuned.putAll(model.bundle().foldIn().toMap());
            }
            return model;
        }

        private Contender contender(
                String method, double[] halfLives, double decay, double lambda, @Nullable TrainedModel model) {
            return switch (method) {
                case MILLRACE ->
                    new PipelineLists(log, catalogue, trainings(model), definitions, weights, listSettings());
                case "popularity" -> new Popularity(log, weights, Double.POSITIVE_INFINITY);
                case "decayed-popularity" -> new Popularity(log, weights, halfLives[0]);
                case "own-frequency" -> filled(new OwnFrequency(log, weights, halfLives[0]), halfLives);
                case "item-knn" -> filled(new ItemKnn(log, weights, decay), halfLives);
                case "ease" -> filled(ease(lambda, decay, schedule()), halfLives);
                case "static-ials" -> filled(new FactorLists(log, bundle(model), cut, false), halfLives);
                case "folded-ials" -> filled(new FactorLists(log, bundle(model), cut, true), halfLives);
                default -> throw new IllegalArgumentException("no method " + method + "; there are " + methods());
            };
        }

        private ModelBundle bundle(@Nullable TrainedModel model) {
            return Objects.requireNonNull(model, "trained whenever a method needs factors")
                    .bundle();
        }

        /** As a running pipeline would: a new model whenever there are enough new events. */
        private Map<Integer, Supplier<ModelBundle>> trainings(@Nullable TrainedModel first) {
            Map<Integer, Supplier<ModelBundle>> trainings = new HashMap<>();
            for (int at : schedule()) {
                trainings.put(
                        at, at == cut ? () -> bundle(first) : () -> train(at).bundle());
            }
            return trainings;
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

        private Map<String, PrequentialQuality> replay(Map<String, Supplier<Contender>> contenders) {
            return inParallel(contenders, test, listener::replay);
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

    private static RecommenderSettings listSettings() {
        RecommenderSettings usual = RecommenderSettings.defaults();
        return new RecommenderSettings(
                20, usual.personal(), usual.coVisited(), usual.trending(), usual.newest(), 0, usual.coVisitedBlend());
    }
}
