package dev.millrace.benchmarks.locality;

import dev.millrace.benchmarks.frame.Benchmark;
import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.frame.Scratch;
import dev.millrace.benchmarks.frame.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The claim that the design rests on: with preferences beside the code that needs them, the response time of a
 * recommendation request does not grow with the number of users; with one central store it does.
 *
 * <p>Subjects run in turns, trial by trial. The central servers run on this machine too, reached by TCP over the
 * loopback interface: that spares them the network that they would have, and takes cores from the clients that they
 * would not.
 */
public final class LocalityBenchmark implements Benchmark {

    private static final long SECOND = 1_000_000_000;

    @Override
    public String name() {
        return "locality";
    }

    @Override
    public String description() {
        return "a request's response time by number of users: RocksDB in the process against central Redis and PostgreSQL";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                new Setting("users", "1000,10000,100000,1000000", "1000,10000", "numbers of users"),
                new Setting("clients", "1,4,16,64", "1,16", "who ask at the same time"),
                new Setting("think-micros", "0,2000", "0,2000", "mean pause of a client between requests; 0: none"),
                new Setting("trials", "5", "3", "repetitions of each case"),
                new Setting("trial-ms", "300", "200", "length of each"),
                Setting.of("warm-up-ms", "3000", "requests to each store before the first trial"),
                Setting.of("subjects", "local,redis,postgresql", "which stores"),
                Setting.of("items", "10000", "in the model"),
                Setting.of("dimension", "64", "of the vectors"),
                Setting.of("history", "20", "events in each user's state"),
                Setting.of("seed", "1", "of items, states and requests"));
    }

    @Override
    public void run(Context context) throws Exception {
        var requests = new Requests(
                context.number("items"),
                context.number("dimension"),
                context.number("history"),
                context.number("seed"));
        context.state("bytes per state", requests.stateBytes());
        Scratch scratch = context.scratch();
        List<PreferenceSource> sources = new ArrayList<>();
        try {
            open(context, scratch.directory(), sources);
            var results = new LocalityResults(context);
            measure(context, sources, requests, results);
            results.report();
        } finally {
            for (PreferenceSource source : sources) {
                source.close();
            }
            scratch.close();
        }
    }

    private static void open(Context context, Path scratch, List<PreferenceSource> sources) throws Exception {
        List<String> wanted = List.of(context.text("subjects").split(","));
        if (wanted.contains("local")) {
            sources.add(new RocksDbSource(scratch));
        }
        if (wanted.contains("redis")) {
            Optional<Path> redis = ServerProcess.find("redis-server");
            if (redis.isPresent()) {
                sources.add(RedisSource.start(redis.get()));
            } else {
                context.state("redis", "skipped: no redis-server on this machine (apt-get install redis-server)");
            }
        }
        if (wanted.contains("postgresql")) {
            Optional<Path> initdb = ServerProcess.find("initdb");
            Optional<Path> postgres = ServerProcess.find("postgres");
            if (initdb.isPresent() && postgres.isPresent()) {
                sources.add(PostgresSource.start(initdb.get(), postgres.get()));
            } else {
                context.state("postgresql", "skipped: no PostgreSQL on this machine (apt-get install postgresql)");
            }
        }
    }

    private static void measure(
            Context context, List<PreferenceSource> sources, Requests requests, LocalityResults results)
            throws Exception {
        int mostClients = 0;
        for (int clients : context.numbers("clients")) {
            mostClients = Math.max(mostClients, clients);
        }
        Map<PreferenceSource, Clients> clients = new LinkedHashMap<>();
        try {
            for (PreferenceSource source : sources) {
                clients.put(source, new Clients(source, requests, mostClients));
            }
            int loaded = 0;
            for (int users : context.numbers("users")) {
                for (Map.Entry<PreferenceSource, Clients> each : clients.entrySet()) {
                    PreferenceSource source = each.getKey();
                    long began = System.nanoTime();
                    source.load(loaded, users, requests::state);
                    context.say("  " + source.name() + " holds " + users + " users after "
                            + (System.nanoTime() - began) / 1_000_000 + " ms");
                    if (loaded == 0) {
                        warmUp(context, each.getValue(), users);
                    }
                }
                loaded = users;
                for (int think : context.numbers("think-micros")) {
                    for (int number : context.numbers("clients")) {
                        trials(context, clients, new LocalityResults.Case(users, number, think), results);
                    }
                }
            }
        } finally {
            for (Clients each : clients.values()) {
                each.close();
            }
        }
    }

    private static void warmUp(Context context, Clients clients, int users) throws Exception {
        clients.trial(4, users, 0, context.number("warm-up-ms") * SECOND / 1000, 0);
    }

    private static void trials(
            Context context, Map<PreferenceSource, Clients> clients, LocalityResults.Case of, LocalityResults results)
            throws Exception {
        if (!context.wants(of.toString())) {
            return;
        }
        long length = context.number("trial-ms") * SECOND / 1000;
        for (int trial = -1; trial < context.number("trials"); trial++) {
            for (Map.Entry<PreferenceSource, Clients> entry : clients.entrySet()) {
                // The first round warms up: connections, caches of the size just loaded.
                long seed = trial;
                long began = System.nanoTime();
                var times = entry.getValue()
                        .trial(of.clients(), of.users(), of.thinkMicros(), trial < 0 ? length / 2 : length, seed);
                if (trial >= 0) {
                    results.add(of, entry.getKey().name(), times, (System.nanoTime() - began) / (double) SECOND);
                }
            }
        }
        results.say(of);
    }
}
