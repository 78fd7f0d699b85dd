package dev.millrace.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.model.replay.InteractionLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SimulationTest {

    static final SimulationSettings SMALL = new SimulationSettings(7, 200, 300, 6_000, 3_000);

    @Test
    void shouldRepeatItselfForTheSameSeed() {
        assertThat(rows(new Simulation(SMALL).history())).isEqualTo(rows(new Simulation(SMALL).history()));
        assertThat(rows(new Simulation(SMALL.withSeed(8)).history()))
                .isNotEqualTo(rows(new Simulation(SMALL).history()));
        assertThat(new Simulation(SMALL).catalogue().items())
                .isEqualTo(new Simulation(SMALL).catalogue().items());
    }

    @Test
    void shouldHaveExactlyTheEventsAskedFor() {
        Simulation simulation = new Simulation(SMALL);

        assertThat(simulation.history().size()).isEqualTo(6_000);
        assertThat(live(simulation, List.of()).values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(3_000);
    }

    @Test
    void shouldGiveEveryUserAsManyLiveEventsWhateverTheyAreShown() {
        Simulation one = new Simulation(SMALL);
        one.history();
        Simulation other = new Simulation(SMALL);
        other.history();
        List<String> shown = one.catalogue().items().subList(0, 10).stream()
                .map(item -> item.itemId())
                .toList();

        assertThat(live(one, List.of())).isEqualTo(live(other, shown));
    }

    @Test
    void shouldChooseWhatShoppersLike() {
        Simulation simulation = new Simulation(SMALL);
        simulation.history();
        double chosen = 0;
        double average = 0;
        int n = 0;
        for (Optional<Visit> visit = simulation.nextLive(); visit.isPresent(); visit = simulation.nextLive()) {
            for (Visit.Act act : simulation.play(visit.get(), List.of()).acts()) {
                chosen += simulation.utility(visit.get(), act.itemId());
                average +=
                        simulation.utility(visit.get(), simulation.catalogue().id(n % 300));
                n++;
            }
        }

        assertThat(chosen / n).isGreaterThan(average / n + 0.8);
    }

    @Test
    void shouldClickFirstPositionsMoreOften() {
        Simulation simulation = new Simulation(SMALL);
        simulation.history();
        int[] clicks = new int[10];
        for (Optional<Visit> visit = simulation.nextLive(); visit.isPresent(); visit = simulation.nextLive()) {
            // The list turns with the visit, so that each item stands at each position equally often.
            List<String> shown = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                shown.add(simulation.catalogue().id((visit.get().number() + i) % 300));
            }
            simulation.play(visit.get(), shown).clickedPositions().forEach(position -> clicks[position]++);
        }

        assertThat(clicks[0]).isGreaterThan(2 * clicks[9]).isPositive();
        assertThat(Behaviour.examination(0)).isEqualTo(1);
        assertThat(Behaviour.attraction(2)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void shouldTakeOnlyItemsThatHaveArrived() {
        Simulation simulation = new Simulation(SMALL);
        InteractionLog history = simulation.history();
        Catalogue catalogue = simulation.catalogue();
        int newItems = 0;
        for (int i = 0; i < history.size(); i++) {
            int item = catalogue.indexOf(history.itemId(history.item(i)));
            assertThat(catalogue.isAvailable(item, history.timestampMs(i))).isTrue();
            newItems += item >= 225 ? 1 : 0; // the last quarter of 300 arrives over time
        }

        assertThat(newItems).isPositive();
    }

    @Test
    void shouldConcentrateOnPopularItems() {
        InteractionLog history = new Simulation(SMALL).history();
        int[] counts = new int[history.itemCount()];
        for (int i = 0; i < history.size(); i++) {
            counts[history.item(i)]++;
        }
        Arrays.sort(counts);
        int top = Arrays.stream(counts, counts.length - 30, counts.length).sum();

        assertThat(top / (double) history.size()).isGreaterThan(0.25);
    }

    private static Map<String, Integer> live(Simulation simulation, List<String> shown) {
        Map<String, Integer> events = new HashMap<>();
        for (Optional<Visit> visit = simulation.nextLive(); visit.isPresent(); visit = simulation.nextLive()) {
            int acts = simulation.play(visit.get(), shown).acts().size();
            assertThat(acts).isEqualTo(visit.get().events());
            events.merge(visit.get().userId(), acts, Integer::sum);
        }
        return events;
    }

    private static List<String> rows(InteractionLog log) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            rows.add(
                    log.timestampMs(i) + log.userId(log.user(i)) + log.itemId(log.item(i)) + log.typeName(log.type(i)));
        }
        return rows;
    }
}
