package dev.millrace.training.pipeline;

import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.ranking.InvalidRankerException;
import dev.millrace.model.ranking.LinearRanker;
import dev.millrace.model.recommend.RecommenderSettings;
import dev.millrace.model.recommend.ScoredList;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.training.pipeline.ListReplay.Contender;
import dev.millrace.training.pipeline.ProgressListener.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays the log once: learns rankers on the slice that settings were chosen on, then lets the lists with and without
 * them, the champion and popularity compete on the validation slice. A ranker stays only if its lists are better, and
 * one of trees only if it is worth its time.
 */
final class RankerStage {

    /**
     * What the replay showed.
     *
     * @param ranker null when there is none or it did not help
     * @param references quantiles of the features of the validation lists
     */
    record Result(@Nullable LearntRanker ranker, Judgement judgement, Map<String, List<Double>> references) {}

    /** A ranker in the contest. */
    private record Entrant(LearntRanker ranker, double micros, Contender contender) {}

    private static final Logger LOG = LoggerFactory.getLogger(RankerStage.class);
    private static final int HEAD = 20;
    private static final int EVERY = 1_000;
    private static final int TIMED_LISTS = 50;

    /** Logged lists with a taken item among them below which nothing is learnt from the log. */
    private static final int LEAST_LOGGED = 1_000;

    private final PipelineSettings settings;
    private final FeatureDefinitions definitions;
    private final LongSupplier nanoTime;

    /** @param nanoTime measures what rankers cost; one that stands still makes all of them free */
    RankerStage(PipelineSettings settings, FeatureDefinitions definitions, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.settings = settings;
        this.definitions = definitions;
    }

    Result run(TrainingData data, Slices slices, ModelBundle factors, ProgressListener progress) {
        var replay = new ListReplay(data.log(), definitions, settings.weights(), data.catalogue());
        var lessons = new RankerLessons(width(), settings.seed());
        var happened = new WhatHappened(data.log(), settings.weights());
        var taken = new Lessons(data.log(), happened, lessons);
        // Every candidate is wanted: the ranker has to order them all.
        Contender blend = replay.contender(factors, listSettings(EVERY));
        List<Entrant> entrants = new ArrayList<>();
        if (settings.ranker().learnt()) {
            replay.compete(
                    slices.chooseTargets(), List.of(blend), taken, done -> progress.progress(Stage.REPLAY, done / 2));
            List<LearntRanker> learnt = learn(lessons);
            logged(data, happened, judgedFromMs(data, slices)).ifPresent(learnt::add);
            learnt.forEach(ranker -> entrants.add(new Entrant(
                    ranker,
                    ranker.microsPerList(lessons.latest(TIMED_LISTS), width(), nanoTime),
                    replay.contender(with(factors, ranker.onnx()), listSettings(HEAD)))));
        }
        @Nullable Contender champion = data.champion() == null ? null : champion(replay, data.champion());
        List<Contender> contenders = new ArrayList<>(List.of(blend));
        entrants.forEach(entrant -> contenders.add(entrant.contender()));
        if (champion != null) {
            contenders.add(champion);
        }
        var references = new References(definitions.names(), settings.seed());
        replay.compete(
                slices.judgeTargets(),
                contenders,
                (contender, list, target) -> {
                    if (contender == blend) {
                        references.add(list, HEAD);
                        taken.accept(contender, list, target);
                    }
                },
                done -> progress.progress(Stage.REPLAY, 0.5 + done / 2));
        progress.progress(Stage.REPLAY, 1);
        return result(data, slices, lessons, happened, blend, entrants, champion, references);
    }

    private Result result(
            TrainingData data,
            Slices slices,
            RankerLessons lessons,
            WhatHappened happened,
            Contender blend,
            List<Entrant> entrants,
            @Nullable Contender champion,
            References references) {
        @Nullable Entrant chosen = choose(blend, entrants);
        Contender best = chosen == null ? blend : chosen.contender();
        var yardstick = new PopularityYardstick(data.log(), settings.weights());
        double halfLife = yardstick.bestHalfLife(slices.chooseTargets(), slices.chooseCases());
        var judgement = new Judgement(
                data.log(),
                slices.judgeTargets(),
                best.ranks(),
                yardstick.ranks(halfLife, slices.judgeTargets(), slices.judgeCases()),
                champion == null ? null : champion.ranks());
        judgement.note("ndcg20WithoutRanker", Ranks.ndcg20(blend.ranks()));
        for (Entrant entrant : entrants) {
            String name = entrant.ranker().label();
            judgement.note("ndcg20With" + name, Ranks.ndcg20(entrant.contender().ranks()));
            judgement.note("microsPerListOf" + name, entrant.micros());
        }
        // What is served has learnt from the judged lists too: they are the latest.
        @Nullable
        LearntRanker ranker = chosen == null
                ? null
                : attempt("everything", () -> again(data, lessons, happened, chosen.ranker()))
                        .orElse(chosen.ranker());
        return new Result(ranker, judgement, references.quantiles());
    }

    /**
     * The logit where it beats the blend; another ranker where it beats that by more than the standard error of the
     * difference, and trees where they cost no more than they may.
     */
    private @Nullable Entrant choose(Contender blend, List<Entrant> entrants) {
        @Nullable Entrant chosen = null;
        Contender best = blend;
        for (Entrant entrant : entrants) {
            boolean trees = entrant.ranker().origin() == LearntRanker.Origin.TREES;
            double gain = Ranks.ndcg20(entrant.contender().ranks()) - Ranks.ndcg20(best.ranks());
            double error =
                    best != blend ? Ranks.differenceError(entrant.contender().ranks(), best.ranks()) : 0;
            boolean taken = gain > error
                    && (!trees || entrant.micros() <= settings.ranker().treeMicros());
            LOG.info(
                    "{}: NDCG@20 {} over {}, give or take {}, for {} µs per list: {}",
                    entrant.ranker().kind(),
                    gain,
                    Ranks.ndcg20(best.ranks()),
                    error,
                    Math.round(entrant.micros()),
                    taken ? "taken" : "not worth it");
            if (taken) {
                chosen = entrant;
                best = entrant.contender();
            }
        }
        return chosen;
    }

    /** Simplest first; empty where there is too little to learn from. */
    private List<LearntRanker> learn(RankerLessons lessons) {
        List<LearntRanker> learnt = new ArrayList<>();
        if (lessons.suffice()) {
            attempt("a weighted sum", () -> logit(lessons)).ifPresent(learnt::add);
            if (settings.ranker().treeMicros() > 0 && NativeLightGbm.available()) {
                attempt("trees", () -> LearntRanker.trees(lessons.learnTrees())).ifPresent(learnt::add);
            }
        }
        return learnt;
    }

    /**
     * Lists without a ranker are good lists: one that cannot be learnt from odd data costs a sentence, not the model.
     */
    private static Optional<LearntRanker> attempt(String what, Supplier<LearntRanker> learning) {
        try {
            return Optional.of(learning.get());
        } catch (ArithmeticException | IllegalStateException | InvalidRankerException e) {
            LOG.warn("No ranker of {}: {}", what, e.getMessage(), e);
            return Optional.empty();
        }
    }

    /** Learnt from the lists that scoring logged, each joined with what its user did next before {@code beforeMs}. */
    private Optional<LearntRanker> logged(TrainingData data, WhatHappened happened, long beforeMs) {
        var lessons = new RankerLessons(width(), settings.seed());
        data.logged().forEach(list -> lessons.add(list, happened, beforeMs));
        return lessons.lists() < LEAST_LOGGED
                ? Optional.empty()
                : Optional.of(LearntRanker.logged(lessons.learnLogit()));
    }

    private static long judgedFromMs(TrainingData data, Slices slices) {
        int[] targets = slices.judgeTargets();
        return targets.length == 0 ? Long.MAX_VALUE : data.log().timestampMs(targets[0]);
    }

    private LearntRanker again(TrainingData data, RankerLessons lessons, WhatHappened happened, LearntRanker chosen) {
        return switch (chosen.origin()) {
            case REPLAYED -> logit(lessons);
            case TREES -> LearntRanker.trees(lessons.learnTrees(chosen.trees()));
            case LOGGED -> logged(data, happened, Long.MAX_VALUE).orElse(chosen);
        };
    }

    private LearntRanker logit(RankerLessons lessons) {
        LinearRanker ranker = lessons.learnLogit();
        LOG.info(
                "Ranker from {} lists, whose candidates hold {} of what was taken: {} {}",
                lessons.lists(),
                lessons.recall(),
                definitions.names(),
                ranker.weights());
        return LearntRanker.logit(ranker);
    }

    private int width() {
        return definitions.names().size();
    }

    /** Null, said aloud, for a champion that these definitions cannot serve. */
    private @Nullable Contender champion(ListReplay replay, ModelBundle champion) {
        try {
            return replay.contender(champion, listSettings(HEAD));
        } catch (InvalidRankerException | IllegalArgumentException e) {
            LOG.warn("Cannot compare with the champion {}", champion.version(), e);
            return null;
        }
    }

    private ModelBundle with(ModelBundle factors, byte[] onnx) {
        return factors.withRanker(definitions.names(), onnx);
    }

    private static RecommenderSettings listSettings(int length) {
        RecommenderSettings usual = RecommenderSettings.defaults();
        return new RecommenderSettings(
                length,
                usual.personal(),
                usual.coVisited(),
                usual.trending(),
                usual.newest(),
                0,
                usual.coVisitedBlend());
    }

    /** Hands each list on once, with everything that its user took at that moment. */
    private final class Lessons implements ListReplay.Sink {

        private final InteractionLog log;
        private final WhatHappened happened;
        private final RankerLessons lessons;
        private final Set<Moment> done = new HashSet<>();

        private record Moment(int user, long timestampMs) {}

        Lessons(InteractionLog log, WhatHappened happened, RankerLessons lessons) {
            this.happened = happened;
            this.log = log;
            this.lessons = lessons;
        }

        @Override
        public void accept(Contender contender, ScoredList list, int target) {
            if (done.add(new Moment(log.user(target), log.timestampMs(target)))) {
                lessons.add(
                        list,
                        happened.at(log.user(target), log.timestampMs(target)).taken());
            }
        }
    }
}
