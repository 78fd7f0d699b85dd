package dev.millrace.topologies.feature;

import static dev.millrace.topologies.feature.FeatureFlow.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.Erasure;
import dev.millrace.avro.Impression;
import dev.millrace.avro.Interaction;
import dev.millrace.model.features.UserSignals;
import dev.millrace.model.preferences.Event;
import dev.millrace.schemas.MillraceHeaders;
import dev.millrace.testkit.Samples;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was appended before an erasure is forgotten in whatever order the topics are read. */
class FeatureErasureTest {

    final FeatureFlow flow = new FeatureFlow();

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void shouldLeaveOutEventsAndImpressionsOfBeforeThatAreReadAfterTheErasure() {
        erase("ann");
        happened("tea", T0);
        shown("tea", T0.minusMillis(1));
        flow.publish();

        assertThat(flow.fixture.store(UserStores.ACTIVITY).get("ann")).isNull();
        assertThat(flow.fixture.store(UserStores.SHOWN).get("ann")).isNull();
        assertThat(flow.items()).as("they count for no item either").isEmpty();
    }

    @Test
    void shouldBeginANewUserAMillisecondLater() {
        happened("tea", T0.minusSeconds(1));
        erase("ann");
        happened("cup", T0.plusMillis(1));

        assertThat(signals().history().events()).extracting(Event::itemId).containsExactly("cup");
        assertThat(signals().eventCount()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheNewUserWhoseEventIsReadBeforeTheErasure() {
        happened("tea", T0.minusSeconds(1));
        happened("cup", T0.plusMillis(1));
        erase("ann");
        flow.publish();
        UserSignals left = signals();

        try (var other = new FeatureFlow()) {
            other.fixture.pipe(other.topics.interactionsValid(), "ann", event("cup"), T0, at(T0.plusMillis(1)));
            UserSignals alone = signals(other);
            assertThat(left).isEqualTo(alone);
        }
        assertThat(flow.users()).last().satisfies(user -> assertThat(user.value.getEventCount())
                .isEqualTo(1));
    }

    @Test
    void shouldForgetAnEndedSessionAndTakeItsNextEvent() {
        happened("tea", T0);
        flow.fixture.pipe(flow.topics.sessionsEnded(), "ann", Samples.erasure("ann", T0), T0.plusSeconds(5));
        assertThat(flow.fixture.store(UserStores.ACTIVITY).get("ann")).isNull();
        happened("cup", T0);

        assertThat(signals().eventCount())
                .as("nobody asked to forget the session")
                .isEqualTo(1);
    }

    private void happened(String item, Instant appended) {
        flow.fixture.pipe(flow.topics.interactionsValid(), "ann", event(item), T0, at(appended));
    }

    private void shown(String item, Instant appended) {
        Impression impression = Samples.impression("ann", T0, item);
        flow.fixture.pipe(flow.topics.impressionsValid(), "ann", impression, T0, at(appended));
    }

    private void erase(String user) {
        var erasure = new Erasure(user, T0.toEpochMilli(), null, T0.toEpochMilli());
        flow.fixture.pipe(flow.topics.erasuresValid(), user, erasure, T0.plusSeconds(9));
    }

    private static Interaction event(String item) {
        return Samples.purchase("ann", item, 1, T0);
    }

    private static Headers at(Instant appended) {
        var headers = new RecordHeaders();
        MillraceHeaders.setAppendedMs(headers, appended.toEpochMilli());
        return headers;
    }

    private UserSignals signals() {
        return signals(flow);
    }

    private static UserSignals signals(FeatureFlow flow) {
        return UserActivityFormat.serde(flow.settings.definitions())
                .deserializer()
                .deserialize(
                        "",
                        flow.fixture.<String, byte[]>store(UserStores.ACTIVITY).get("ann"));
    }
}
