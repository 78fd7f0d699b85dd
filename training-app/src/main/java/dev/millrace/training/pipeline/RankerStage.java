package dev.millrace.training.pipeline;

import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.ranking.InvalidRankerException;
import dev.millrace.model.ranking.LinearRanker;
import dev.millrace.model.ranking.OnnxExport;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays the log once: learns a ranker on the slice that settings were chosen on, then lets the lists with and without
 * it, the champion and popularity compete on the validation slice. The ranker stays only if its lists are better.
 */
final class RankerStage {

    /**
     * What the replay showed.
     *
     * @param ranker as ONNX; null when there is none or it did not help
     * @param references quantiles of the features of the validation lists
     */
    record Result(byte @Nullable [] ranker, Judgement judgement, Map<String, List<Double>> references) {}

    private static final Logger LOG = LoggerFactory.getLogger(RankerStage.class);
    private static final int HEAD = 20;
    private static final int EVERY = 1_000;

    private final PipelineSettings settings;
    private final FeatureDefinitions definitions;

    RankerStage(PipelineSettings settings, FeatureDefinitions definitions) {
        this.settings = settings;
        this.definitions = definitions;
    }

    Result run(TrainingData data, Slices slices, ModelBundle factors, ProgressListener progress) {
        var replay = new ListReplay(data.log(), definitions, settings.weights(), data.catalogue());
        var lessons = new RankerLessons(definitions.names().size(), settings.seed());
        var taken = new Lessons(data.log(), lessons);
        // Every candidate is wanted: the ranker has to order them all.
        Contender blend = replay.contender(factors, listSettings(EVERY));
        Optional<byte[]> learnt = Optional.empty();
        if (settings.ranker()) {
            replay.compete(
                    slices.chooseTargets(), List.of(blend), taken, done -> progress.progress(Stage.REPLAY, done / 2));
            learnt = learn(lessons);
        }
        @Nullable
        Contender ranked = learnt.map(onnx -> replay.contender(with(factors, onnx), listSettings(HEAD)))
                .orElse(null);
        @Nullable Contender champion = data.champion() == null ? null : champion(replay, data.champion());
        List<Contender> contenders = new ArrayList<>(List.of(blend));
        if (ranked != null) {
            contenders.add(ranked);
        }
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
        return result(data, slices, lessons, blend, ranked, champion, references);
    }

    private Result result(
            TrainingData data,
            Slices slices,
            RankerLessons lessons,
            Contender blend,
            @Nullable Contender ranked,
            @Nullable Contender champion,
            References references) {
        double without = Ranks.ndcg20(blend.ranks());
        double with = ranked == null ? 0 : Ranks.ndcg20(ranked.ranks());
        Contender best = ranked != null && with > without ? ranked : blend;
        LOG.info("NDCG@20 {} without a ranker, {} with one", without, with);
        var yardstick = new PopularityYardstick(data.log(), settings.weights());
        double halfLife = yardstick.bestHalfLife(slices.chooseTargets(), slices.chooseCases());
        var judgement = new Judgement(
                data.log(),
                slices.judgeTargets(),
                best.ranks(),
                yardstick.ranks(halfLife, slices.judgeTargets(), slices.judgeCases()),
                champion == null ? null : champion.ranks());
        judgement.note("ndcg20WithoutRanker", without);
        judgement.note("ndcg20WithRanker", with);
        // What is served has learnt from the judged lists too: they are the latest.
        byte[] ranker = best == blend ? null : learn(lessons).orElse(null);
        return new Result(ranker, judgement, references.quantiles());
    }

    private Optional<byte[]> learn(RankerLessons lessons) {
        Optional<LinearRanker> learnt = lessons.learn();
        learnt.ifPresent(ranker -> LOG.info(
                "Ranker from {} lists, whose candidates hold {} of what was taken: {} {}",
                lessons.lists(),
                lessons.recall(),
                definitions.names(),
                ranker.weights()));
        return learnt.map(OnnxExport::linear);
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
        return new ModelBundle(
                factors.version(),
                factors.items(),
                factors.factors(),
                factors.gramian(),
                factors.foldIn(),
                definitions.names(),
                onnx);
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
        private final RankerLessons lessons;
        private final Set<Moment> done = new HashSet<>();

        private record Moment(int user, long timestampMs) {}

        Lessons(InteractionLog log, RankerLessons lessons) {
            this.log = log;
            this.lessons = lessons;
        }

        @Override
        public void accept(Contender contender, ScoredList list, int target) {
            if (done.add(new Moment(log.user(target), log.timestampMs(target)))) {
                lessons.add(list, taken(target));
            }
        }

        private Set<String> taken(int target) {
            Set<String> taken = new HashSet<>();
            long moment = log.timestampMs(target);
            for (int i = log.firstAt(moment); i < log.size() && log.timestampMs(i) == moment; i++) {
                boolean positive = settings.weights().wanted(log.typeName(log.type(i)), log.value(i));
                if (log.user(i) == log.user(target) && positive) {
                    taken.add(log.itemId(log.item(i)));
                }
            }
            return taken;
        }
    }
}
