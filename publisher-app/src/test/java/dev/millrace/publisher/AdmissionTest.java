package dev.millrace.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    final AtomicLong nanos = new AtomicLong();

    @Test
    void shouldLetInSoManyAtATime() {
        Admission admission = new Admission(2, 0, nanos::get);
        admission.enter();
        admission.enter();

        assertThatThrownBy(admission::enter).isInstanceOf(Problem.class).hasMessageContaining("2 requests in flight");
        admission.leave();
        admission.enter();
        assertThat(admission.inFlight()).isEqualTo(2);
    }

    @Test
    void shouldLetInABurstAndThenTheRate() {
        Admission admission = new Admission(100, 10, nanos::get);
        for (int i = 0; i < 10; i++) {
            admission.enter();
        }
        assertThatThrownBy(admission::enter).hasMessageContaining("10 requests per second");

        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
        admission.enter();
        assertThatThrownBy(admission::enter).isInstanceOf(Problem.class);
    }

    @Test
    void shouldNotSaveUpMoreThanOneBurst() {
        Admission admission = new Admission(100, 2, nanos::get);
        nanos.addAndGet(TimeUnit.HOURS.toNanos(1));
        admission.enter();
        admission.enter();

        assertThatThrownBy(admission::enter).isInstanceOf(Problem.class);
    }

    @Test
    void shouldNotCountRefusedRequestsAsInFlight() {
        Admission admission = new Admission(1, 0, nanos::get);
        admission.enter();
        assertThatThrownBy(admission::enter).isInstanceOf(Problem.class);

        assertThat(admission.inFlight()).isEqualTo(1);
    }
}
