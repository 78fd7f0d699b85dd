package dev.millrace.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import dev.millrace.topologies.ingest.EventRules;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventReaderTest {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    final EventRules limits = new EventRules(Set.of("click", "rating"), Duration.ofMinutes(5), Duration.ofDays(366));
    final EventReader reader = new EventReader(limits, 3, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void shouldReadOneEventWithEveryField() {
        assertThat(interactions("""
                        {"eventId": "e", "userId": "ann ☕", "itemId": "i", "eventType": "rating", "value": 4.5,
                         "timestampMs": 1767225600000, "sessionId": "s"}"""))
                .containsExactly(new Interaction("e", "ann ☕", "i", "rating", 4.5, 1767225600000L, "s", false));
    }

    @Test
    void shouldTakeTheMomentOfArrivalForAMissingTime() {
        assertThat(interactions("{\"userId\": \"ann\", \"itemId\": \"i\", \"eventType\": \"click\"}"))
                .containsExactly(new Interaction(null, "ann", "i", "click", null, NOW.toEpochMilli(), null, false));
    }

    @Test
    void shouldReadAnArray() {
        String event = "{\"userId\": \"ann\", \"itemId\": \"i\", \"eventType\": \"click\"}";

        assertThat(interactions("[" + event + "," + event + "]")).hasSize(2);
    }

    @Test
    void shouldReadImpressions() {
        assertThat(reader.impressions(
                        bytes("{\"userId\": \"ann\", \"itemIds\": [\"a\", \"b\"], \"surface\": \"home\"}")))
                .containsExactly(new Impression(null, "ann", List.of("a", "b"), NOW.toEpochMilli(), "home", null));
    }

    @Test
    void shouldAcceptAnyAgeWhereAgeIsOff() {
        var old = new EventReader(
                new EventRules(Set.of("click"), Duration.ofMinutes(5), null), 3, Clock.fixed(NOW, ZoneOffset.UTC));

        assertThat(old.interactions(bytes(
                        "{\"userId\": \"ann\", \"itemId\": \"i\", \"eventType\": \"click\", \"timestampMs\": 1}")))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"itemId":"i","eventType":"click"}                                | userId      | userId is missing or blank
            {"userId":" ","itemId":"i","eventType":"click"}                   | userId      | userId is missing or blank
            {"userId":7,"itemId":"i","eventType":"click"}                     | userId      | userId must be a string, was 7
            {"userId":"u","itemId":null,"eventType":"click"}                  | itemId      | itemId is missing or blank
            {"userId":"u","itemId":"i","eventType":"look"}                    | eventType   | eventType must be one of [click, rating], was 'look'
            {"userId":"u","itemId":"i","eventType":"click","value":"4"}       | value       | value must be a finite number, was "4"
            {"userId":"u","itemId":"i","eventType":"click","value":1e999}     | value       | value must be a finite number, was
            {"userId":"u","itemId":"i","eventType":"click","timestampMs":1.5} | timestampMs | timestampMs must be a whole number, was 1.5
            {"userId":"u","itemId":"i","eventType":"click","timestampMs":0}   | timestampMs | timestampMs must be epoch milliseconds, was 0
            {"userId":"u","itemId":"i","eventType":"click","timestampMs":1767226000000} | timestampMs | timestampMs must be at most PT5M ahead of
            {"userId":"u","itemId":"i","eventType":"click","timestampMs":9}   | timestampMs | timestampMs must be at most PT8784H before
            {"userId":"u","itemid":"i","eventType":"click"}                   | itemid      | itemid is not known; known are [eventId,
            [{"userId":"u","itemId":"i","eventType":"click"},{"itemId":"i"}]  | [1].userId  | [1].userId is missing or blank
            [1]                                                               | [0]         | [0] must be a JSON object
            """)
    void shouldNameTheFieldThatIsWrong(String body, String field, String message) {
        assertThatThrownBy(() -> interactions(body)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.field()).isEqualTo(field);
            assertThat(problem.detail()).startsWith(message);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"userId":"u"               | The body is not JSON
            {"userId":"u"} x            | The body is not JSON
            {"userId":"u","userId":"v"} | The body has a field twice at line 1, column 2
            []                          | The body must be a JSON object, or an array of at least one
            7                           | The body must be a JSON object, or an array of at least one
            [1,2,3,4]                   | The body must have at most 3 elements, was 4
            """)
    void shouldRefuseBodiesOfAnotherForm(String body, String message) {
        assertThatThrownBy(() -> interactions(body)).isInstanceOf(Problem.class).hasMessageStartingWith(message);
    }

    @Test
    void shouldRefuseAnEmptyBody() {
        assertThatThrownBy(() -> interactions("")).isInstanceOf(Problem.class);
    }

    @Test
    void shouldMeasureIdsInBytes() {
        String fits = "é".repeat(128);
        String tooLong = fits + "e";

        assertThat(interactions(event(fits))).hasSize(1);
        assertThatThrownBy(() -> interactions(event(tooLong)))
                .hasMessageStartingWith("userId must have at most 256 bytes in UTF-8");
    }

    @Test
    void shouldNameTheImpressionsItemThatIsWrong() {
        assertThatThrownBy(() -> reader.impressions(bytes("{\"userId\": \"u\", \"itemIds\": [\"a\", \"\"]}")))
                .hasMessage("itemIds[1] is missing or blank");
        assertThatThrownBy(() -> reader.impressions(bytes("{\"userId\": \"u\", \"itemIds\": []}")))
                .hasMessage("itemIds must be an array of 1 to 1000 strings");
    }

    static String event(String user) {
        return "{\"userId\": \"" + user + "\", \"itemId\": \"i\", \"eventType\": \"click\"}";
    }

    List<Interaction> interactions(String body) {
        return reader.interactions(bytes(body));
    }

    static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
