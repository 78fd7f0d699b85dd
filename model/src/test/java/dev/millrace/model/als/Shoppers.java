package dev.millrace.model.als;

import dev.millrace.model.replay.InteractionLog;
import java.util.Random;

/** Users of known taste: user u likes the items of group u mod groups, and takes any other with a small chance. */
final class Shoppers {

    private Shoppers() {}

    static InteractionLog log(long seed, int users, int items, int groups, int eventsEach) {
        Random random = new Random(seed);
        InteractionLog.Builder log = InteractionLog.builder();
        for (int e = 0; e < eventsEach; e++) {
            for (int u = 0; u < users; u++) {
                int any = random.nextInt(items);
                int liked = any - any % groups + u % groups;
                boolean stray = random.nextInt(10) == 0;
                log.add("u" + u, "i" + (stray ? any : liked % items), "purchase", 1, 1000L * e + u);
            }
        }
        return log.build();
    }
}
