package dev.millrace.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Clients that send slowly, or half a request, beside honest ones. */
class SlowClientsTest {

    static final String BODY = "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Content-Length: 100\r\n\r\n{";
    static final String HALF = "GET /v1/models HTTP/1.1\r\nHost: x\r\nX: y";

    final HttpFixture http = HttpFixture.alone();
    final List<Socket> slow = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : slow) {
            socket.close();
        }
        http.close();
    }

    /** More than there are threads, and more than are admitted. */
    @Test
    void shouldAnswerBesideHundredsOfSlowBodiesAndHalfRequests() throws Exception {
        open(300);

        assertThat(http.post("/v1/events", "application/json", HttpServerTest.CLICK)
                        .status())
                .isEqualTo(202);
        assertThat(http.get("/v1/models").status()).isEqualTo(200);
        assertThat(http.meters.get(HttpMetrics.IN_FLIGHT).gauge().value()).isLessThanOrEqualTo(1);
    }

    @Test
    void shouldEndABodyThatDoesNotCome() throws Exception {
        assertThat(RawHttp.say(http.address().port(), BODY))
                .startsWith("HTTP/1.1 408")
                .contains("urn:millrace:problem:request-timeout");
    }

    @Test
    @EnabledIfSystemProperty(
            named = "millrace.long",
            matches = "true",
            disabledReason = "long; run with -Dmillrace.long=true")
    void shouldStayAsFastBesideThousandsForAMinute() throws Exception {
        p99(TimeUnit.SECONDS.toNanos(10)); // warm
        long alone = p99(TimeUnit.SECONDS.toNanos(10));
        open(1_000);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        var trickle = new Thread(() -> {
            while (System.nanoTime() < end) {
                trickle();
            }
        });
        trickle.start();
        long beside = p99(TimeUnit.SECONDS.toNanos(60));
        trickle.join();
        System.out.printf("p99 alone %d us, beside %d us%n", alone / 1_000, beside / 1_000);

        assertThat(beside).isLessThanOrEqualTo(2 * alone);
    }

    private void open(int each) throws IOException {
        for (int i = 0; i < each; i++) {
            slow.add(RawHttp.open(http.address().port(), BODY));
            slow.add(RawHttp.open(http.address().port(), HALF));
        }
    }

    /** A byte to everyone; who was thrown out comes again. */
    private void trickle() {
        for (int i = 0; i < slow.size(); i++) {
            try {
                slow.get(i).getOutputStream().write("z".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException thrownOut) {
                try {
                    slow.get(i).close();
                    slow.set(i, RawHttp.open(http.address().port(), i % 2 == 0 ? BODY : HALF));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
            if (i % 400 == 0) {
                java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            }
        }
    }

    /** Honest requests one after the other; every one must be answered. */
    private long p99(long nanos) throws Exception {
        List<Long> took = new ArrayList<>();
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            assertThat(http.get("/v1/models").status()).isEqualTo(200);
            assertThat(http.post("/v1/events", "application/json", HttpServerTest.CLICK)
                            .status())
                    .isEqualTo(202);
            took.add(System.nanoTime() - start);
        }
        long[] sorted = took.stream().mapToLong(Long::longValue).sorted().toArray();
        return Arrays.stream(sorted).skip(sorted.length * 99L / 100).findFirst().orElseThrow();
    }
}
