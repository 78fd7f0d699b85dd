package dev.millrace.benchmarks.restore;

import dev.millrace.benchmarks.rig.OpenLoop;
import dev.millrace.benchmarks.rig.ScoringProcess;
import dev.millrace.benchmarks.rig.Storefront;
import dev.millrace.benchmarks.rig.SyntheticStates;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.topologies.scoring.ScoringTopology;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Users who never were there: their states are written straight to the changelog of scoring-app's store, as its
 * producer would, by key and with the vectors of the model that serves, so that nothing has to be scored anew. To have
 * a million users come by events takes hours on this machine.
 */
final class WrittenUsers {

    private static final int HISTORY = 50;
    private static final long SEED = 7;

    private WrittenUsers() {}

    /** The topic that the store is restored from. */
    static String changelog(Storefront shop) {
        return ScoringProcess.group(shop.rig().topics()) + "-" + ScoringTopology.PREFERENCES_STORE + "-changelog";
    }

    /** Writes users 1 to {@code users} of the simulation; the topic must exist. @return mean bytes of a state */
    static int write(Storefront shop, int users) {
        ModelBundle model = shop.model();
        var states = new SyntheticStates(model.items().ids(), model.factors().values(), HISTORY, shop.version(), SEED);
        try (OpenLoop out = new OpenLoop(shop.rig().bootstrapServers(), changelog(shop))) {
            out.pour(users, WrittenUsers::key, states::of);
        }
        return states.meanBytes();
    }

    private static byte[] key(int user) {
        return String.format(Locale.ROOT, "user-%05d", user + 1).getBytes(StandardCharsets.UTF_8);
    }
}
