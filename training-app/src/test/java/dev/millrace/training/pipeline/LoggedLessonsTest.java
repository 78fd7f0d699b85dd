package dev.millrace.training.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.als.AlsTrainer;
import dev.millrace.model.als.Ratings;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.factors.Gramian;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.preferences.EventWeights;
import dev.millrace.model.recommend.Recommender;
import dev.millrace.model.recommend.RecommenderSettings;
import dev.millrace.model.recommend.ScoredItem;
import dev.millrace.model.recommend.ScoredList;
import dev.millrace.model.recommend.ServingModel;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.model.replay.Replay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The log of features and a replay of the events are two ways to the same lessons. */
class LoggedLessonsTest {

    private static final long DAY = 86_400_000;

    private final FeatureDefinitions definitions = FeatureDefinitions.standard();
    private final EventWeights weights = EventWeights.defaults();
    private final InteractionLog log = visits();
    private final WhatHappened happened = new WhatHappened(log, weights);
    private final ModelBundle model = factors();

    @Test
    void shouldGiveTheSameRowsAsAReplay() {
        RankerLessons replayed = lessons();
        ListReplay replay = new ListReplay(log, definitions, weights, Map.of());
        ListReplay.Contender contender = replay.contender(model, RecommenderSettings.defaults());
        int[] targets = IntStream.range(1, log.size())
                .filter(event -> log.user(event) == log.user(event - 1))
                .toArray();
        replay.compete(
                targets,
                List.of(contender),
                (made, list, target) -> replayed.add(
                        list,
                        happened.at(log.user(target), log.timestampMs(target)).taken()),
                done -> {});

        RankerLessons joined = lessons();
        logged().forEach(list -> joined.add(list, happened, Long.MAX_VALUE));

        assertThat(replayed.lists()).isGreaterThan(100);
        assertThat(joined.lists()).isEqualTo(replayed.lists());
        for (int i = 0; i < replayed.lists(); i++) {
            Lesson expected = replayed.lessons().get(i);
            Lesson lesson = joined.lessons().get(i);
            assertThat(lesson.taken()).isEqualTo(expected.taken());
            assertThat(lesson.rows()).containsExactly(expected.rows());
        }
    }

    @Test
    void shouldTeachNothingThatHasNotHappenedYet() {
        RankerLessons none = lessons();

        logged().forEach(list -> none.add(list, happened, log.timestampMs(0)));
        none.add(
                new LoggedList(
                        "stranger",
                        0,
                        List.of("i1"),
                        new float[definitions.names().size()]),
                happened,
                0);

        assertThat(none.lists()).isZero();
    }

    /** As scoring would have logged them: at once after each event. */
    private List<LoggedList> logged() {
        List<LoggedList> lists = new ArrayList<>();
        Replay replay = new Replay(log, definitions, weights, Map.of());
        ServingModel serving = ServingModel.load(model, replay.items(), definitions);
        Recommender recommender = new Recommender(definitions, RecommenderSettings.defaults(), weights);
        for (int event = 0; event < log.size(); event++) {
            replay.advanceTo(event + 1);
            ScoredList list = recommender.recommend(
                    replay.user(log.user(event)), serving, replay.items(), log.timestampMs(event));
            lists.add(new LoggedList(
                    log.userId(log.user(event)),
                    list.nowMs(),
                    list.items().stream().map(ScoredItem::itemId).toList(),
                    list.rows()));
        }
        return lists;
    }

    private RankerLessons lessons() {
        return new RankerLessons(definitions.names().size(), 1);
    }

    /** Users come one after the other, so that nothing happens between the event of a user and the next one. */
    private static InteractionLog visits() {
        var random = new Random(4);
        InteractionLog.Builder log = InteractionLog.builder();
        long now = 1_700_000_000_000L;
        for (int user = 0; user < 60; user++) {
            for (int event = 0; event < 8; event++) {
                now += random.nextInt((int) (DAY / 4)) + 1;
                log.add("u" + user, "i" + (user % 3 * 10 + random.nextInt(15)), "click", 1, now);
            }
        }
        return log.build();
    }

    private ModelBundle factors() {
        FactorChoice choice = FactorChoice.DEFAULT;
        Ratings ratings =
                Ratings.of(log, 0, log.size(), choice.als(weights, 2, 1).foldIn());
        FactorMatrix items = new AlsTrainer()
                .train(ratings, choice.als(weights, 2, 1), done -> {})
                .items();
        double[] gramian = Gramian.of(items);
        float[] floats = new float[gramian.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) gramian[i];
        }
        return new ModelBundle("m", ratings.items(), items, floats, choice.foldIn(0.9f, weights), List.of(), null);
    }
}
