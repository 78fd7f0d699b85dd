package dev.millrace.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.cli.input.EventFile;
import dev.millrace.model.recommend.RecommenderSettings;
import dev.millrace.model.replay.InteractionLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The numbers of the section "Cold start" in docs/quality.md, from the data beside the repository, where it is there.
 */
class ColdStartOnRealDataTest {

    static final Path DATA = Path.of("..", "..", "shared", "data");
    static final int LISTS = 4_000;

    @ParameterizedTest
    @ValueSource(strings = {"online-retail-2010-2011", "ml-latest-small"})
    void shouldServeBrandNewUsersBetterWithEachOfTheirFirstEvents(String data) {
        ColdStartLists lists = lists(data, ColdStartLists.ALL, true);
        Hits hits = new Hits();
        Changes changes = new Changes();
        byMoment(lists, lists.log, hits, changes);
        System.out.printf(Locale.ROOT, "%s, brand-new users: hits %s, list changed %s%n", data, hits, changes);

        assertThat(changes.mean(1)).as("of 20 items after the first moment").isGreaterThan(5);
        assertThat(hits.rate(3)).isGreaterThan(0);
    }

    @Test
    void shouldServeSessionsLikeUsersWithAShorterMemory() {
        InteractionLog users = log("ml-latest-small");
        InteractionLog sessions = cutIntoSessions(users, 30 * 60_000);
        Hits ofUsers = new Hits();
        Hits ofSessions = new Hits();
        ColdStartLists known = ColdStartLists.of(users, items("ml-latest-small"), ColdStartLists.ALL, true);
        byMoment(known, users, ofUsers, new Changes());
        ColdStartLists anonymous = ColdStartLists.of(sessions, items("ml-latest-small"), ColdStartLists.ALL, true);
        byMoment(anonymous, sessions, ofSessions, new Changes());
        System.out.printf(Locale.ROOT, "ml-latest-small, users %s, sessions of 30 minutes %s%n", ofUsers, ofSessions);

        assertThat(ofSessions.rate(3)).isGreaterThan(ofSessions.rate(0) / 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"online-retail-2010-2011", "ml-latest-small"})
    void shouldBringNewItemsToTheirUsersAfterTenInteractions(String data) {
        double with = newItems(data, ColdStartLists.FACTORS, true);
        double without = newItems(data, ColdStartLists.FACTORS, false);
        double allWith = newItems(data, ColdStartLists.ALL, true);
        double allWithout = newItems(data, ColdStartLists.ALL, false);
        System.out.printf(
                Locale.ROOT,
                "%s, new items after ten interactions: factors %.4f, without folding in %.4f; all sources %.4f and %.4f%n",
                data,
                with,
                without,
                allWith,
                allWithout);

        assertThat(without).isZero();
        assertThat(with).isGreaterThan(0);
    }

    @Test
    void shouldMoveListsAwayFromWhatIsLikeADislikedItem() {
        ColdStartLists lists = lists("ml-latest-small", ColdStartLists.FACTORS, true);
        int moved = 0;
        double before = 0;
        double after = 0;
        for (int e = lists.cut; e < lists.log.size() && moved < LISTS; e++) {
            int row = lists.model.items().indexOf(lists.item(e));
            if (!lists.dislike(e)
                    || row < 0
                    || lists.model.bundle().factors().norm(row) == 0
                    || !lastOfItsMoment(lists.log, e)) {
                continue;
            }
            Set<String> alike = alike(lists, row);
            lists.replay.advanceTo(e);
            long had = lists.now(lists.log.user(e)).stream()
                    .filter(alike::contains)
                    .count();
            lists.replay.advanceTo(e + 1);
            List<String> now = lists.now(lists.log.user(e));
            assertThat(now).doesNotContain(lists.item(e));
            before += had;
            after += now.stream().filter(alike::contains).count();
            moved++;
        }
        System.out.printf(
                Locale.ROOT,
                "ml-latest-small, %d dislikes: of the 100 items most like it, %.3f in the list before, %.3f after%n",
                moved,
                before / moved,
                after / moved);

        assertThat(after).isLessThan(before);
    }

    /** Hits of users who come after the training, by how many moments they had before. */
    private static void byMoment(ColdStartLists lists, InteractionLog log, Hits hits, Changes changes) {
        Map<Integer, Integer> moments = new HashMap<>();
        Map<Integer, List<String>> former = new HashMap<>();
        Set<Integer> old = new HashSet<>();
        for (int e = 0; e < lists.cut; e++) {
            old.add(log.user(e));
        }
        for (int e = lists.cut; e < log.size(); ) {
            int next = log.firstAt(log.timestampMs(e) + 1);
            Map<Integer, List<Integer>> byUser = new HashMap<>();
            for (int i = e; i < next; i++) {
                if (lists.positive(i) && !old.contains(log.user(i)) && moments.getOrDefault(log.user(i), 0) <= 10) {
                    byUser.computeIfAbsent(log.user(i), user -> new ArrayList<>())
                            .add(i);
                }
            }
            for (Map.Entry<Integer, List<Integer>> one : byUser.entrySet()) {
                int moment = moments.merge(one.getKey(), 1, Integer::sum) - 1;
                List<String> list = lists.before(one.getValue().get(0));
                for (int event : one.getValue()) {
                    hits.add(moment, list.contains(lists.item(event)));
                }
                List<String> before = former.put(one.getKey(), list);
                if (before != null) {
                    changes.add(
                            moment,
                            list.stream().filter(item -> !before.contains(item)).count());
                }
            }
            e = next;
        }
    }

    /** Hit rate of takers of items that came after the training, once ten others have touched them. */
    private static double newItems(String data, RecommenderSettings settings, boolean foldIn) {
        ColdStartLists lists = lists(data, settings, foldIn);
        InteractionLog log = lists.log;
        int[] touches = new int[log.itemCount()];
        Set<String> taken = new HashSet<>();
        int asked = 0;
        int hits = 0;
        for (int e = 0; e < log.size() && asked < LISTS; e++) {
            boolean unseen = lists.model.items().indexOf(lists.item(e)) < 0;
            boolean first = taken.add(log.user(e) + " " + log.item(e));
            if (e >= lists.cut && unseen && lists.positive(e)) {
                if (first && touches[log.item(e)] >= 10) {
                    hits += lists.before(e).contains(lists.item(e)) ? 1 : 0;
                    asked++;
                }
                touches[log.item(e)]++;
            }
        }
        assertThat(asked).as("new items with ten interactions in %s", data).isGreaterThan(0);
        return (double) hits / asked;
    }

    private static boolean lastOfItsMoment(InteractionLog log, int event) {
        return event + 1 == log.size() || log.timestampMs(event + 1) > log.timestampMs(event);
    }

    private static Set<String> alike(ColdStartLists lists, int row) {
        var factors = lists.model.bundle().factors();
        float[] direction = factors.row(row);
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < factors.rows(); i++) {
            rows.add(i);
        }
        rows.removeIf(other -> factors.norm(other) == 0); // nobody ever liked it: like nothing
        rows.sort((a, b) -> Double.compare(
                factors.dot(b, direction) / factors.norm(b), factors.dot(a, direction) / factors.norm(a)));
        Set<String> alike = new HashSet<>();
        rows.subList(0, Math.min(101, rows.size()))
                .forEach(other -> alike.add(lists.model.items().id(other)));
        return alike;
    }

    /** The same events, under a new id after every pause. */
    private static InteractionLog cutIntoSessions(InteractionLog log, long pauseMs) {
        InteractionLog.Builder sessions = InteractionLog.builder();
        Map<Integer, Long> last = new HashMap<>();
        Map<Integer, Integer> number = new HashMap<>();
        for (int e = 0; e < log.size(); e++) {
            Long before = last.put(log.user(e), log.timestampMs(e));
            boolean anew = before == null || log.timestampMs(e) - before > pauseMs;
            int session = number.merge(log.user(e), anew ? 1 : 0, Integer::sum);
            sessions.add(
                    log.userId(log.user(e)) + "/" + session,
                    log.itemId(log.item(e)),
                    log.typeName(log.type(e)),
                    log.value(e),
                    log.timestampMs(e));
        }
        return sessions.build();
    }

    private static ColdStartLists lists(String data, RecommenderSettings settings, boolean foldIn) {
        return ColdStartLists.of(log(data), items(data), settings, foldIn);
    }

    private static InteractionLog log(String data) {
        return EventFile.read(existing(data + ".csv.gz")).log().withValueWhereNone(1);
    }

    private static Path items(String data) {
        return existing(data + "-items.csv.gz");
    }

    private static Path existing(String name) {
        Path file = DATA.resolve(name);
        assumeTrue(Files.exists(file), () -> "skipped: there is no " + file);
        return file;
    }

    /** Share of hits by number of moments before. */
    private static final class Hits {

        private final int[] asked = new int[12];
        private final int[] hits = new int[12];

        void add(int moment, boolean hit) {
            asked[moment]++;
            hits[moment] += hit ? 1 : 0;
        }

        double rate(int moment) {
            return (double) hits[moment] / Math.max(1, asked[moment]);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            for (int moment : new int[] {0, 1, 2, 3, 5, 10}) {
                text.append(String.format(Locale.ROOT, "%d: %.4f of %d, ", moment, rate(moment), asked[moment]));
            }
            return text.toString();
        }
    }

    /** Items of 20 that the list did not have a moment before. */
    private static final class Changes {

        private final double[] sum = new double[12];
        private final int[] lists = new int[12];

        void add(int moment, long changed) {
            sum[moment] += changed;
            lists[moment]++;
        }

        double mean(int moment) {
            return sum[moment] / Math.max(1, lists[moment]);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f, %.1f, %.1f of 20", mean(1), mean(2), mean(3));
        }
    }
}
