package dev.millrace.benchmarks.locality;

import dev.millrace.benchmarks.rig.RunningApps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A Redis server on this machine, reached by TCP; it writes nothing to disk. */
final class RedisSource implements PreferenceSource {

    private static final String HOST = "127.0.0.1";
    private static final int BATCH = 1_000;

    private final ServerProcess server;
    private final int port;

    private RedisSource(ServerProcess server, int port) {
        this.server = server;
        this.port = port;
    }

    static RedisSource start(Path program) throws IOException, InterruptedException {
        int port = RunningApps.freePort();
        ServerProcess server = ServerProcess.start(
                ServerProcess.openDirectory("redis"),
                List.of(
                        program.toString(),
                        "--port",
                        String.valueOf(port),
                        "--bind",
                        HOST,
                        "--save",
                        "",
                        "--appendonly",
                        "no"));
        var source = new RedisSource(server, port);
        try {
            server.await(source.name(), source::answers);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
        return source;
    }

    private boolean answers() {
        try (Jedis redis = new Jedis(HOST, port)) {
            redis.ping();
            return true;
        } catch (JedisConnectionException e) {
            return false; // not listening yet
        }
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public void load(int from, int until, IntFunction<byte[]> states) {
        try (Jedis redis = new Jedis(HOST, port)) {
            for (int start = from; start < until; start += BATCH) {
                Pipeline pipeline = redis.pipelined();
                for (int user = start; user < Math.min(until, start + BATCH); user++) {
                    pipeline.set(bytes(PreferenceSource.id(user)), states.apply(user));
                }
                pipeline.sync();
            }
        }
    }

    @Override
    public Connection connect() {
        Jedis redis = new Jedis(HOST, port);
        return new Connection() {
            @Override
            public byte @Nullable [] get(String user) {
                return redis.get(bytes(user));
            }

            @Override
            public void close() {
                redis.close();
            }
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws InterruptedException {
        server.close();
    }
}
