package dev.millrace.benchmarks.state;

import dev.millrace.benchmarks.data.Events;
import dev.millrace.benchmarks.frame.Benchmark;
import dev.millrace.benchmarks.frame.Context;
import dev.millrace.benchmarks.frame.Jmh;
import dev.millrace.benchmarks.frame.Plot;
import dev.millrace.benchmarks.frame.Rounds;
import dev.millrace.benchmarks.frame.Scratch;
import dev.millrace.benchmarks.frame.Setting;
import dev.millrace.benchmarks.frame.Summary;
import dev.millrace.cli.input.ItemFile;
import dev.millrace.model.features.ItemFacts;
import dev.millrace.model.preferences.PreferenceCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * What it costs to keep a user and to make a list: bytes and time of the codec, the store's settings one by one, time
 * of each group of features, garbage per list.
 */
public final class StateBenchmark implements Benchmark {

    private static final int HISTORY_IN_STORE = 50;
    private static final int DISTINCT_VALUES = 1_000;

    @Override
    public String name() {
        return "state";
    }

    @Override
    public String description() {
        return "the codec against Avro, RocksDB's settings one by one, time of each feature, bytes per list";
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        settings.add(Setting.of("history", "20,50,100", "events of a user"));
        settings.add(new Setting("store-users", "200000", "5000", "users in each RocksDB store"));
        settings.add(new Setting("store-memory-mb", "128", "8", "rocksdb.memory.mb of the store as set"));
        settings.add(new Setting("store-ms", "1500", "150", "time of one store in one round"));
        settings.add(new Setting("store-rounds", "5", "2", "rounds of the stores"));
        settings.add(new Setting("passes", "30", "5", "passes over all users before garbage is counted"));
        settings.add(Setting.of(
                "items", "", "file of the catalogue of --data; without it titles, categories and prices cost nothing"));
        settings.add(new Setting("lists", "1000", "100", "lists of one variant in one round"));
        settings.add(new Setting("list-rounds", "11", "2", "rounds of the lists"));
        settings.addAll(Jmh.SETTINGS);
        return settings;
    }

    @Override
    public void run(Context context) throws Exception {
        for (int n : context.numbers("history")) {
            if (context.wants("codec N=" + n)) {
                codec(context, n);
            }
        }
        if (context.wants("store")) {
            stores(context);
        }
        if (context.wants("features")) {
            HotPath path = HotPath.of(Events.of(context), catalogue(context), 64);
            ListCost.measure(context, path, context.number("lists"), context.number("list-rounds"));
        }
        if (context.wants("garbage")) {
            garbage(context);
        }
    }

    private static void codec(Context context, int n) throws Exception {
        String of = "codec N=" + n;
        StateKernels kernels = new StateKernels();
        kernels.n = n;
        kernels.prepare();
        context.add(of, "millrace", "bytes/user", Summary.exactly(kernels.bytes(false)));
        context.add(of, "avro", "bytes/user", Summary.exactly(kernels.bytes(true)));
        Map<String, String> parameters = Map.of("n", Integer.toString(n));
        for (String direction : List.of("encode", "decode")) {
            Rounds rounds = new Rounds();
            for (String subject : List.of("millrace", "avro")) {
                String method = direction + (subject.equals("avro") ? "Avro" : "");
                rounds.subject(
                        subject,
                        "ns/" + direction,
                        () -> Jmh.measure(context, StateKernels.class, method, parameters, Map.of()));
            }
            context.add(of, rounds.run(0, context.number("rounds")));
        }
    }

    private static void stores(Context context) throws Exception {
        int users = context.number("store-users");
        byte[][] values = values();
        Map<String, RocksTrial> trials = new LinkedHashMap<>();
        String of = String.format(Locale.ROOT, "store, %,d users", users);
        Scratch scratch = context.scratch();
        try {
            Rounds rounds = new Rounds();
            for (RocksVariant variant : RocksVariant.all(context.number("store-memory-mb"))) {
                Path own = Files.createDirectory(scratch.directory().resolve(Integer.toString(trials.size())));
                RocksTrial trial = new RocksTrial(variant, own, users, values, context.number("store-ms"));
                trials.put(variant.name(), trial);
                rounds.subject(variant.name(), trial);
            }
            context.add(of, rounds.run(2, context.number("store-rounds")));
            for (var trial : trials.entrySet()) {
                context.add(
                        of,
                        trial.getKey(),
                        "disk bytes/user",
                        Summary.exactly(trial.getValue().diskBytesPerUser()));
            }
        } finally {
            for (RocksTrial trial : trials.values()) {
                trial.close();
            }
            scratch.close();
        }
    }

    private static byte[][] values() {
        Random random = new Random(StateKernels.SEED);
        byte[][] values = new byte[DISTINCT_VALUES][];
        for (int i = 0; i < values.length; i++) {
            values[i] = PreferenceCodec.encode(Users.make(random, HISTORY_IN_STORE));
        }
        return values;
    }

    private static Map<String, ItemFacts> catalogue(Context context) {
        String file = context.text("items");
        Map<String, ItemFacts> facts = new HashMap<>();
        if (!file.isEmpty()) {
            ItemFile.read(Path.of(file))
                    .items()
                    .forEach(item ->
                            facts.put(item.itemId(), ItemFacts.of(item.title(), item.categories(), item.price())));
        }
        return facts;
    }

    private static void garbage(Context context) {
        HotPath path = HotPath.of(Events.of(context), catalogue(context), 64);
        context.state("mean history", String.format(Locale.ROOT, "%.1f events", path.historyLength()));
        Map<String, IntFunction<Object>> steps = new LinkedHashMap<>();
        steps.put("decode the user", path::decode);
        steps.put("fold in", path::foldIn);
        steps.put("retrieve 100", path::retrieve);
        steps.put("list of 100 (with fold-in and retrieval)", path::list);
        steps.put("encode the user", path::encode);
        steps.forEach((step, call) -> context.add(
                "garbage", step, "bytes allocated", Garbage.perCall(path.users(), context.number("passes"), call)));
    }

    @Override
    public void plot(Context context) {
        if (!context.rows("bytes/user").isEmpty()) {
            context.plot(Plot.bars("bytes", "A stored user", "bytes/user", context.rows("bytes/user"), false));
        }
        if (!context.rows(RocksTrial.EVENTS).isEmpty()) {
            context.plot(Plot.bars(
                    "rocksdb",
                    "One event's read and write",
                    RocksTrial.EVENTS,
                    context.rows(RocksTrial.EVENTS),
                    false));
        }
    }
}
