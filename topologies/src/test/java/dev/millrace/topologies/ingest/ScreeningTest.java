package dev.millrace.topologies.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import dev.millrace.avro.Item;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScreeningTest {

    static final long NOW = IngestFlow.NOW.toEpochMilli();
    static final Duration AHEAD = Duration.ofMinutes(5);
    static final Duration AGE = Duration.ofDays(366);
    static final EventTimes TIMES = new EventTimes(AHEAD, AGE);

    final InteractionRules interactions = new InteractionRules(Set.of("click", "view"), TIMES);
    final ImpressionRules impressions = new ImpressionRules(TIMES);

    @Test
    void shouldAcceptWhatIsRight() {
        assertThat(judge(e -> {})).isNull();
        assertThat(judge(e -> e.setValue(-3.0))).isNull();
        assertThat(judge(e -> e.setTimestampMs(NOW + AHEAD.toMillis()))).isNull();
        assertThat(judge(e -> e.setTimestampMs(NOW - AGE.toMillis()))).isNull();
        assertThat(judge(e -> e.setUserId("é".repeat(128)))).isNull();
    }

    @Test
    void shouldNameWhatIsWrongWithAnInteraction() {
        assertThat(judge(e -> e.setUserId(""))).isEqualTo(Reason.MISSING_USER);
        assertThat(judge(e -> e.setUserId("\t "))).isEqualTo(Reason.MISSING_USER);
        assertThat(judge(e -> e.setUserId(null))).isEqualTo(Reason.MISSING_USER);
        assertThat(judge(e -> e.setItemId(" "))).isEqualTo(Reason.MISSING_ITEM);
        assertThat(judge(e -> e.setEventType(""))).isEqualTo(Reason.MISSING_TYPE);
        assertThat(judge(e -> e.setEventType("Click"))).isEqualTo(Reason.UNKNOWN_EVENT_TYPE);
        assertThat(judge(e -> e.setUserId("x".repeat(257)))).isEqualTo(Reason.ID_TOO_LONG);
        assertThat(judge(e -> e.setItemId("é".repeat(129)))).isEqualTo(Reason.ID_TOO_LONG);
        assertThat(judge(e -> e.setEventId("x".repeat(257)))).isEqualTo(Reason.ID_TOO_LONG);
        assertThat(judge(e -> e.setSessionId("x".repeat(257)))).isEqualTo(Reason.ID_TOO_LONG);
        assertThat(judge(e -> e.setValue(Double.NaN))).isEqualTo(Reason.VALUE_NOT_FINITE);
        assertThat(judge(e -> e.setValue(Double.NEGATIVE_INFINITY))).isEqualTo(Reason.VALUE_NOT_FINITE);
        assertThat(judge(e -> e.setTimestampMs(0))).isEqualTo(Reason.MISSING_TIMESTAMP);
        assertThat(judge(e -> e.setTimestampMs(NOW + AHEAD.toMillis() + 1))).isEqualTo(Reason.FUTURE_TIMESTAMP);
        assertThat(judge(e -> e.setTimestampMs(Long.MAX_VALUE))).isEqualTo(Reason.FUTURE_TIMESTAMP);
        assertThat(judge(e -> e.setTimestampMs(NOW - AGE.toMillis() - 1))).isEqualTo(Reason.EXPIRED_TIMESTAMP);
    }

    @Test
    void shouldAcceptAnyAgeWhenReplaying() {
        var replay = new InteractionRules(Set.of("click"), new EventTimes(AHEAD, null));

        assertThat(replay.screen(event(e -> e.setTimestampMs(1)), NOW)).isEqualTo(Screening.ACCEPTED);
    }

    @Test
    void shouldNameWhatIsWrongWithAnImpression() {
        assertThat(reason(impressions.screen(shown("ann", List.of("a")), NOW))).isNull();
        assertThat(reason(impressions.screen(null, NOW))).isEqualTo(Reason.MISSING_VALUE);
        assertThat(reason(impressions.screen(shown(" ", List.of("a")), NOW))).isEqualTo(Reason.MISSING_USER);
        assertThat(reason(impressions.screen(shown("ann", List.of()), NOW))).isEqualTo(Reason.MISSING_ITEM);
        assertThat(reason(impressions.screen(shown("ann", List.of("a", "")), NOW)))
                .isEqualTo(Reason.MISSING_ITEM);
        assertThat(reason(impressions.screen(shown("ann", List.of("x".repeat(257))), NOW)))
                .isEqualTo(Reason.ID_TOO_LONG);
        assertThat(reason(impressions.screen(shown("ann", Collections.nCopies(1_001, "a")), NOW)))
                .isEqualTo(Reason.TOO_MANY_ITEMS);
    }

    @Test
    void shouldNameWhatIsWrongWithAnItem() {
        assertThat(item("i", i -> {})).isNull();
        assertThat(item("i", i -> i.setPrice(0.0))).isNull();
        assertThat(item("", i -> {})).isEqualTo(Reason.MISSING_ITEM);
        assertThat(item(null, i -> {})).isEqualTo(Reason.MISSING_ITEM);
        assertThat(item("x".repeat(257), i -> {})).isEqualTo(Reason.ID_TOO_LONG);
        assertThat(item("i", i -> i.setPrice(-0.01))).isEqualTo(Reason.ABSURD_PRICE);
        assertThat(item("i", i -> i.setPrice(1e12))).isEqualTo(Reason.ABSURD_PRICE);
        assertThat(item("i", i -> i.setPrice(Double.NaN))).isEqualTo(Reason.ABSURD_PRICE);
        assertThat(item("i", i -> i.setTitle("x".repeat(1_025)))).isEqualTo(Reason.FIELD_TOO_LONG);
        assertThat(item("i", i -> i.setCategories(List.of("x".repeat(257))))).isEqualTo(Reason.FIELD_TOO_LONG);
        assertThat(item("i", i -> i.setCategories(Collections.nCopies(65, "c"))))
                .isEqualTo(Reason.FIELD_TOO_LONG);
        assertThat(item("i", i -> i.setAttributes(Map.of("a", "x".repeat(4_097)))))
                .isEqualTo(Reason.FIELD_TOO_LONG);
        assertThat(item("i", i -> {
                    i.setAvailableFromMs(20L);
                    i.setAvailableUntilMs(20L);
                }))
                .isEqualTo(Reason.AVAILABILITY_REVERSED);
        assertThat(ItemRules.screen("i", null)).isEqualTo(Screening.ACCEPTED);
    }

    /** Random records, half of them wrong somewhere: the verdict must equal that of the rules written out plainly. */
    @Test
    void shouldAgreeWithThePlainRules() {
        var random = new Random(42);
        int accepted = 0;
        for (int round = 0; round < 20_000; round++) {
            Interaction event = random(random);
            boolean accept = interactions.screen(event, NOW) instanceof Screening.Accepted;
            assertThat(accept).as(event.toString()).isEqualTo(isPlainlyRight(event));
            accepted += accept ? 1 : 0;
        }
        assertThat(accepted).isBetween(1_000, 19_000);
    }

    private static boolean isPlainlyRight(Interaction e) {
        boolean ids = bytes(e.getUserId()) <= 256
                && bytes(e.getItemId()) <= 256
                && (e.getEventId() == null || bytes(e.getEventId()) <= 256);
        boolean present = !e.getUserId().isBlank() && !e.getItemId().isBlank();
        boolean known = List.of("click", "view").contains(e.getEventType());
        boolean finite = e.getValue() == null || Math.abs(e.getValue()) <= Double.MAX_VALUE;
        boolean timely = e.getTimestampMs() > 0
                && e.getTimestampMs() - NOW <= AHEAD.toMillis()
                && NOW - e.getTimestampMs() <= AGE.toMillis();
        return ids && present && known && finite && timely;
    }

    private static Interaction random(Random random) {
        Double value =
                random.nextInt(4) == 0 ? null : pick(random, 1.0, -2.0, 0.0, Double.NaN, Double.POSITIVE_INFINITY);
        long edge = pick(random, NOW, NOW, NOW + AHEAD.toMillis(), NOW - AGE.toMillis(), 0L);
        return new Interaction(
                random.nextBoolean() ? null : text(random),
                text(random),
                text(random),
                pick(random, "click", "view", "click", "buy", ""),
                value,
                edge + random.nextInt(3) - 1,
                null,
                false);
    }

    private static String text(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> "";
            case 1 -> " \u2003";
            case 2 -> "é".repeat(127 + random.nextInt(3));
            case 3 -> "a".repeat(255 + random.nextInt(3));
            case 4 -> "\uD83D\uDE00".repeat(63 + random.nextInt(3));
            case 5 ->
                IntStream.range(0, 84 + random.nextInt(3)).mapToObj(i -> "€").reduce("", String::concat);
            default -> "id-" + random.nextInt(1_000);
        };
    }

    @SafeVarargs
    private static <T> T pick(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private @Nullable Reason judge(Consumer<Interaction> change) {
        return reason(interactions.screen(event(change), NOW));
    }

    private static @Nullable Reason item(@Nullable String id, Consumer<Item> change) {
        Item item = new Item("Tea pot", List.of("kitchen"), 9.5, null, null, null, Map.of());
        change.accept(item);
        return reason(ItemRules.screen(id, item));
    }

    private static Interaction event(Consumer<Interaction> change) {
        var event = new Interaction("e-1", "ann", "item-1", "click", 1.0, NOW, "s-1", false);
        change.accept(event);
        return event;
    }

    private static Impression shown(String user, List<String> items) {
        return new Impression(null, user, items, NOW, null, null);
    }

    private static @Nullable Reason reason(Screening screening) {
        return screening instanceof Screening.Refused refused ? refused.reason() : null;
    }
}
