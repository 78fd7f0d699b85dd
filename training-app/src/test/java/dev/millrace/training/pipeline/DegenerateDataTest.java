package dev.millrace.training.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.ModelManifest;
import dev.millrace.model.features.FeatureDefinitions;
import dev.millrace.model.replay.InteractionLog;
import dev.millrace.training.TrainingRequest;
import dev.millrace.training.registry.BundleCheck;
import dev.millrace.training.registry.ManifestWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Data with hardly any spread or rank: a model that can be served, or a sentence. */
class DegenerateDataTest {

    private static final FeatureDefinitions DEFINITIONS = FeatureDefinitions.standard();
    private static final long T0 = 1_750_000_000_000L;
    private static final int SEEDS = 12;

    /** What is odd about the data. */
    enum Kind {
        ONE_USER,
        ONE_ITEM,
        ONE_USER_ONE_ITEM,
        ONE_MOMENT,
        TWO_MOMENTS,
        WHALE,
        WHALE_ON_ONE_ITEM,
        DISLIKES,
        MOSTLY_DISLIKES,
        PURCHASES_OF_NOTHING,
        UNWEIGHTED,
        NEGATIVE_VALUES,
        HUGE_VALUES,
        EVERY_ITEM_ONCE,
        EVERY_USER_ONCE,
        TWO_ROWS,
        SAME_EVERYWHERE,
        RETURNS;

        InteractionLog log(Random random) {
            InteractionLog.Builder log = InteractionLog.builder();
            int events = this == TWO_ROWS ? 2 : 20 + random.nextInt(600);
            int users = 1 + random.nextInt(40);
            int items = 1 + random.nextInt(60);
            for (int i = 0; i < events; i++) {
                add(log, random, i, events, users, items);
            }
            return log.build();
        }

        private void add(InteractionLog.Builder log, Random random, int i, int events, int users, int items) {
            boolean whale = i % 50 != 0;
            String user =
                    switch (this) {
                        case ONE_USER, ONE_USER_ONE_ITEM -> "u";
                        case WHALE, WHALE_ON_ONE_ITEM -> whale ? "whale" : "u" + random.nextInt(users);
                        case EVERY_USER_ONCE -> "u" + i;
                        case SAME_EVERYWHERE -> "u" + i / Math.max(1, events / 5);
                        default -> "u" + random.nextInt(users);
                    };
            String item =
                    switch (this) {
                        case ONE_ITEM, ONE_USER_ONE_ITEM -> "i";
                        case WHALE_ON_ONE_ITEM -> whale ? "i" : "i" + random.nextInt(items);
                        case EVERY_ITEM_ONCE -> "i" + i;
                        case SAME_EVERYWHERE -> "i" + i % 5;
                        default -> "i" + random.nextInt(items);
                    };
            String type =
                    switch (this) {
                        case DISLIKES -> "dislike";
                        case MOSTLY_DISLIKES -> i % 20 == 0 ? "like" : "dislike";
                        case PURCHASES_OF_NOTHING, HUGE_VALUES -> "purchase";
                        case NEGATIVE_VALUES -> "rating";
                        case UNWEIGHTED -> "stare";
                        case RETURNS -> i % 2 == 0 ? "purchase" : "return";
                        default -> "view";
                    };
            float value =
                    switch (this) {
                        case PURCHASES_OF_NOTHING -> 0;
                        case NEGATIVE_VALUES -> -random.nextFloat();
                        case HUGE_VALUES -> 1e30f;
                        default -> 1;
                    };
            long at =
                    switch (this) {
                        case ONE_MOMENT -> T0;
                        case TWO_MOMENTS -> T0 + (i < events / 2 ? 0 : 1);
                        default -> T0 + i * 60_000L;
                    };
            log.add(user, item, type, value, at);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldGiveAModelThatServesOrASentence(Kind kind) {
        for (int seed = 0; seed < SEEDS; seed++) {
            check(kind, kind.log(new Random(seed)), 2);
        }
    }

    /** The rank of the users' Gramian is 1, and floats round it to either side of what a Gramian may be. */
    @Test
    void shouldServeAModelOfOneUserWithManyEvents() {
        InteractionLog.Builder log = InteractionLog.builder();
        Random random = new Random(1);
        for (int i = 0; i < 6_000; i++) {
            log.add("u", "i" + (int) (400 * Math.pow(random.nextDouble(), 3)), "view", 1, T0 + i * 1_000L);
        }
        check(Kind.ONE_USER, log.build(), 4);
    }

    private static void check(Kind kind, InteractionLog log, int trials) {
        TrainedModel model;
        try {
            model = new TrainingPipeline(settings(trials), DEFINITIONS, () -> 0)
                    .train(new TrainingData(log, Map.of(), null), ProgressListener.NONE);
        } catch (TooLittleDataException e) {
            assertThat(e).as("%s", kind).hasMessageMatching("(?s).*[a-z]+ .*");
            return;
        }
        assertThat(model.metrics().values()).as("%s", kind).allMatch(Double::isFinite);
        assertThat(model.references().values()).as("%s", kind).allSatisfy(steps -> assertThat(steps)
                .allMatch(Double::isFinite));
        ManifestWriter.Written written = new ManifestWriter(Clock.systemUTC())
                .write(model, new TreeMap<>(model.metrics()), new TrainingRequest("r", "s", "test"), null, List.of());
        ModelManifest manifest = written.manifest();
        assertThat(new BundleCheck(DEFINITIONS, PipelineSettings.defaults().weights())
                        .objection(manifest, written.files()))
                .as("%s", kind)
                .isEmpty();
    }

    private static PipelineSettings settings(int trials) {
        PipelineSettings usual = PipelineSettings.defaults();
        return new PipelineSettings(
                usual.weights(),
                usual.searchShare(),
                usual.validationShare(),
                120,
                2,
                3,
                0,
                new FactorSearch.Budget(trials, Duration.ofMinutes(1)),
                usual.ranker(),
                usual.gate(),
                1);
    }
}
