package dev.millrace.benchmarks.state;

import dev.millrace.benchmarks.state.avro.AvroPreference;
import dev.millrace.model.preferences.PreferenceCodec;
import dev.millrace.model.preferences.UserPreference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What JMH runs for {@link StateBenchmark}: users in turn, encoded or decoded. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StateKernels {

    static final int USERS = 256;
    static final long SEED = 11;

    @Param("50")
    public int n;

    private final AvroCodec avro = new AvroCodec();
    private final UserPreference[] users = new UserPreference[USERS];
    private final AvroPreference[] records = new AvroPreference[USERS];
    private final byte[][] encoded = new byte[USERS][];
    private final byte[][] encodedAvro = new byte[USERS][];
    private int user;

    @Setup
    public void prepare() {
        Random random = new Random(SEED);
        for (int u = 0; u < USERS; u++) {
            users[u] = Users.make(random, n);
            records[u] = AvroCodec.record(
                    users[u], hashes(random, users[u].consumed().size()));
            encoded[u] = PreferenceCodec.encode(users[u]);
            encodedAvro[u] = avro.encode(records[u]);
        }
    }

    /** As many numbers of the size of hashes as the user has consumed items. */
    private static List<Integer> hashes(Random random, int count) {
        List<Integer> hashes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            hashes.add(random.nextInt());
        }
        return hashes;
    }

    @Benchmark
    public byte[] encode() {
        return PreferenceCodec.encode(users[next()]);
    }

    @Benchmark
    public UserPreference decode() {
        return PreferenceCodec.decode(encoded[next()]);
    }

    @Benchmark
    public byte[] encodeAvro() {
        return avro.encode(records[next()]);
    }

    @Benchmark
    public AvroPreference decodeAvro() {
        return avro.decode(encodedAvro[next()]);
    }

    /** Mean size of a user's bytes. */
    double bytes(boolean inAvro) {
        long sum = 0;
        for (int u = 0; u < USERS; u++) {
            sum += (inAvro ? encodedAvro[u] : encoded[u]).length;
        }
        return sum / (double) USERS;
    }

    private int next() {
        user = user + 1 == USERS ? 0 : user + 1;
        return user;
    }
}
