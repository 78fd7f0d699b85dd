package dev.millrace.benchmarks.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.benchmarks.rig.Answers.Stretch;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SightingsTest {

    private static final long MS = 1_000_000;
    private static final int USER = 7;

    private final Sightings sightings = new Sightings();

    @Test
    void shouldTimeAnEventFromItsScheduleToItsList() {
        sightings.event(0, USER, 100, 12 * MS);
        sightings.candidates(USER, 100, 20 * MS);
        sightings.list(USER, 100, 25 * MS, 1_024);

        Answers answers = sightings.answersTo(sent(1, 1_002));

        assertThat(millis(answers, Stretch.FROM_SCHEDULE)).isCloseTo(25, within());
        assertThat(millis(answers, Stretch.FROM_APPEND)).isCloseTo(22, within());
        assertThat(millis(answers, Stretch.SEND)).isCloseTo(3, within());
        assertThat(millis(answers, Stretch.INGEST)).isCloseTo(9, within());
        assertThat(millis(answers, Stretch.SCORE)).isCloseTo(8, within());
        assertThat(millis(answers, Stretch.PUBLISH)).isCloseTo(5, within());
    }

    @Test
    void shouldAnswerAnEventWithTheListThatTookItInTogetherWithALaterOne() {
        sightings.event(0, USER, 100, 1 * MS);
        sightings.event(1, USER, 103, 2 * MS);
        sightings.candidates(USER, 90, 1 * MS);
        sightings.candidates(USER, 103, 10 * MS);
        sightings.list(USER, 103, 12 * MS, 12);

        assertThat(sightings.answersTo(sent(2, 0)).timed()).isEqualTo(2);
    }

    @Test
    void shouldNotTimeAnEventThatLeftTheListAsItWas() {
        sightings.event(0, USER, 100, 1 * MS);
        sightings.candidates(USER, 100, 10 * MS);
        sightings.candidates(USER, 104, 20 * MS);
        sightings.list(USER, 104, 22 * MS, 22);

        Answers answers = sightings.answersTo(sent(1, 0));

        assertThat(answers.timed()).isZero();
        assertThat(answers.unchangedLists()).isEqualTo(1);
    }

    @Test
    void shouldCountAnUnansweredEventWithTheTimeItHasWaited() {
        sightings.event(0, USER, 100, 1 * MS);

        Answers answers = sightings.answersTo(sent(1, 0));

        assertThat(answers.unanswered()).isEqualTo(1);
        assertThat(answers.timed()).isEqualTo(1);
    }

    @Test
    void shouldLeaveOutEventsThatWereNotSent() {
        OpenLoop.Sent half = new OpenLoop.Sent(events(2), new long[2], new long[2], 1);
        assertThat(sightings.answersTo(half).unanswered()).isEqualTo(1);
    }

    private static OpenLoop.Sent sent(int n, long appendedMs) {
        long[] appended = new long[n];
        java.util.Arrays.fill(appended, appendedMs);
        return new OpenLoop.Sent(events(n), new long[n], appended, n);
    }

    private static Events events(int n) {
        var builder = new Events.Builder(n, 0);
        for (int i = 0; i < n; i++) {
            builder.add(new byte[0], new byte[0]);
        }
        return builder.build();
    }

    private static double millis(Answers answers, Stretch stretch) {
        return answers.millis(stretch, 50);
    }

    private static Offset<Double> within() {
        return Offset.offset(0.05);
    }
}
