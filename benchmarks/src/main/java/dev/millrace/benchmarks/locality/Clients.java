package dev.millrace.benchmarks.locality;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Clients of one source, each a thread with a connection of its own that asks, reads, thinks and asks again. */
final class Clients implements AutoCloseable {

    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;

    private final Requests requests;
    private final List<PreferenceSource.Connection> connections = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "client");
        thread.setDaemon(true);
        return thread;
    });

    Clients(PreferenceSource source, Requests requests, int most) throws Exception {
        this.requests = requests;
        for (int i = 0; i < most; i++) {
            connections.add(source.connect());
        }
    }

    /**
     * Response times of requests for users at random, nanoseconds.
     *
     * @param clients how many ask at a time
     * @param users there are
     * @param thinkMicros pause of a client after an answer, on average; 0: none
     */
    Histogram trial(int clients, int users, int thinkMicros, long lengthNanos, long seed)
            throws InterruptedException, ExecutionException {
        long until = System.nanoTime() + lengthNanos;
        SplittableRandom seeds = new SplittableRandom(seed);
        List<Future<Histogram>> running = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            PreferenceSource.Connection connection = connections.get(i);
            SplittableRandom random = seeds.split();
            Callable<Histogram> client = () -> ask(connection, users, thinkMicros, until, random);
            running.add(threads.submit(client));
        }
        Histogram all = new Histogram(LONGEST_NANOS, DIGITS);
        for (Future<Histogram> client : running) {
            all.add(client.get());
        }
        return all;
    }

    private Histogram ask(
            PreferenceSource.Connection connection, int users, int thinkMicros, long until, SplittableRandom random)
            throws Exception {
        Histogram times = new Histogram(LONGEST_NANOS, DIGITS);
        for (long begun = System.nanoTime(); begun < until; begun = System.nanoTime()) {
            byte[] state = connection.get(PreferenceSource.id(random.nextInt(users)));
            if (state == null || requests.answer(state) == 0) {
                throw new IllegalStateException("a request without an answer");
            }
            times.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - begun));
            if (thinkMicros > 0) {
                LockSupport.parkNanos((long) (-1000.0 * thinkMicros * Math.log(random.nextDouble(1e-9, 1))));
            }
        }
        return times;
    }

    @Override
    public void close() throws Exception {
        threads.shutdown();
        for (PreferenceSource.Connection connection : connections) {
            connection.close();
        }
    }
}
