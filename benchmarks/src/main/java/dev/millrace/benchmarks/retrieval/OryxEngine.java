package dev.millrace.benchmarks.retrieval;

import com.cloudera.oryx.app.serving.als.DotsFunction;
import com.cloudera.oryx.app.serving.als.model.ALSServingModel;
import com.cloudera.oryx.app.serving.als.model.OryxModels;
import dev.millrace.model.factors.FactorMatrix;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The serving model of Oryx 2.8.0, asked as its {@code /recommend} endpoint asks it: {@code topN} with a
 * {@code DotsFunction} and a predicate that leaves out known items. One query uses as many threads as there are cores.
 */
final class OryxEngine implements Engine {

    static {
        // Says on standard error that it runs without a native BLAS, as Oryx does out of the box.
        Logger.getLogger("com.github.fommil.netlib.BLAS").setLevel(Level.OFF);
    }

    private final ALSServingModel model;

    /** @param sampleRate 1 = exact; Oryx's documentation recommends 0.3 for hashing */
    OryxEngine(FactorMatrix items, double sampleRate) {
        model = OryxModels.empty(items.dimension(), sampleRate);
        for (int row = 0; row < items.rows(); row++) {
            OryxModels.setItem(model, ItemIds.of(row), items.row(row));
        }
    }

    @Override
    public int[][] search(Query[] queries) {
        int[][] found = new int[queries.length][];
        for (int i = 0; i < queries.length; i++) {
            Query query = queries[i];
            found[i] = model.topN(new DotsFunction(query.vector()), null, K, id -> !query.knownIds()
                            .contains(id))
                    .mapToInt(pair -> ItemIds.rowOf(pair.getFirst()))
                    .toArray();
        }
        return found;
    }
}
