package dev.millrace.benchmarks.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import dev.millrace.benchmarks.data.FactorSets;
import dev.millrace.model.als.Factors;
import dev.millrace.model.factors.FactorMatrix;
import dev.millrace.model.retrieval.ExhaustiveScan;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A comparison of speeds is worth nothing if the subjects do not answer the same question. */
class EnginesTest {

    private static final Factors FACTORS = FactorSets.clustered(3_000, 16, 12, 1);
    private static final Query[] QUERIES = Queries.of(FACTORS.users(), new ExhaustiveScan(FACTORS.items()), 2);

    static Stream<Named<Function<FactorMatrix, Engine>>> exactEngines() {
        return Stream.of(
                Named.of("millrace", MillraceEngine::new),
                Named.of("oryx-exact", items -> new OryxEngine(items, 1)),
                Named.of("onnxruntime", EnginesTest::onnx),
                Named.of("row-major", RowMajorEngine::new));
    }

    @ParameterizedTest
    @MethodSource("exactEngines")
    void shouldFindTheBestUnknownItems(Function<FactorMatrix, Engine> make) {
        try (Engine engine = make.apply(FACTORS.items())) {
            assertThat(engine.search(QUERIES)).isDeepEqualTo(expected());
        }
    }

    @ParameterizedTest
    @MethodSource("exactEngines")
    void shouldAnswerOneByOneAsTogether(Function<FactorMatrix, Engine> make) {
        try (Engine engine = make.apply(FACTORS.items())) {
            int[][] together = engine.search(QUERIES);

            for (int i = 0; i < QUERIES.length; i++) {
                assertThat(engine.search(new Query[] {QUERIES[i]})[0]).containsExactly(together[i]);
            }
        }
    }

    @Test
    void shouldMissItemsByHashing() {
        Engine hashed = new OryxEngine(FACTORS.items(), 0.3);

        assertThat(Recall.of(FACTORS.items(), QUERIES, expected(), hashed.search(QUERIES)))
                .isBetween(0.05, 0.999);
    }

    @Test
    void shouldAskForUsersWhoKnowSomeOfTheirBestItems() {
        assertThat(QUERIES).allSatisfy(query -> {
            assertThat(query.knownRows()).hasSize(Queries.KNOWN).isSorted();
            assertThat(query.knownIds()).hasSize(Queries.KNOWN);
            assertThat(query.consumed().size()).isEqualTo(Queries.KNOWN);
            int best = new ExhaustiveScan(FACTORS.items())
                    .search(query.vector(), 1, row -> false)
                    .item(0);
            assertThat(query.knows(best)).isTrue();
        });
    }

    private static int[][] expected() {
        return Arrays.stream(QUERIES).map(EnginesTest::expected).toArray(int[][]::new);
    }

    private static int[] expected(Query query) {
        return IntStream.range(0, FACTORS.items().rows())
                .filter(row -> !query.knows(row))
                .boxed()
                .sorted((a, b) -> Float.compare(
                        FACTORS.items().dot(b, query.vector()), FACTORS.items().dot(a, query.vector())))
                .limit(Engine.K)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static Engine onnx(FactorMatrix items) {
        try {
            return new OnnxEngine(items);
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }
}
