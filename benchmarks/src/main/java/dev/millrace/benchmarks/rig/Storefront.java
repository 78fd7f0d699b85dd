package dev.millrace.benchmarks.rig;

import dev.millrace.avro.Interaction;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.schemas.Topic;
import dev.millrace.training.pipeline.TrainedModel;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A shop that is open: its catalogue and model on the broker, its past in the apps' stores, and customers to send. */
public final class Storefront implements AutoCloseable {

    private static final Duration QUIET = Duration.ofSeconds(1);

    private final Rig rig;
    private final Shop shop;
    private final TrainedModel model;
    private final int loadedEvents;
    private final OpenLoop load;
    private final String version;

    private Storefront(Rig rig, Shop shop, TrainedModel model, String version, int loadedEvents) {
        this.version = version;
        this.loadedEvents = loadedEvents;
        this.rig = rig;
        this.shop = shop;
        this.model = model;
        this.load =
                new OpenLoop(rig.bootstrapServers(), rig.topics().interactions().name());
    }

    /**
     * How large the shop is.
     *
     * @param historyEvents that the model is trained on
     * @param loadedEvents the newest of them, which also go through the apps
     */
    public record Size(int users, int items, int historyEvents, int loadedEvents, int partitions) {}

    /** Starts a broker, trains a model on the shop's past and has it serve. No app runs yet. */
    public static Storefront open(Size size, long seed) {
        Shop shop = new Shop(seed, size.users(), size.items(), size.historyEvents());
        TrainedModel model = ShopModel.train(shop);
        Rig rig = Rig.start(size.partitions());
        ShopModel.sendItems(rig, shop);
        String version = ShopModel.serve(rig, model, "bench");
        return new Storefront(rig, shop, model, version, size.loadedEvents());
    }

    public Rig rig() {
        return rig;
    }

    /** Version of the model that serves from the start. */
    public String version() {
        return version;
    }

    /** The model that serves. */
    public ModelBundle model() {
        return model.bundle();
    }

    /** Sends the past through the apps, so that users have histories and the JVM has compiled what it will run. */
    public void loadPast(RunningApps apps) {
        Sightings sightings = new Sightings();
        try (Watch watch = new Watch(rig, sightings)) {
            OpenLoop.Sent sent = load.send(shop.past(loadedEvents, bytes()), Double.POSITIVE_INFINITY, apps::check);
            settle(apps, watch, sightings, sent, Duration.ofMinutes(5));
        }
    }

    /** The same through apps that are stopped again. */
    public void loadPast(Map<String, String> settings) {
        try (RunningApps apps = startApps(settings)) {
            loadPast(apps);
        }
    }

    /**
     * One stretch of load.
     *
     * @param answers what became of its events
     * @param cores used on average while it lasted, by everything in this process
     * @param lists published meanwhile
     */
    public record Stretch(Answers answers, double cores, int lists) {}

    /**
     * Sends events at a rate and waits for the lists.
     *
     * @param patience how long after the last event answers are waited for
     */
    public Stretch measure(RunningApps apps, double perSecond, Duration length, Duration patience) {
        return measureWhile(apps, perSecond, new Span(length, length), () -> {}, () -> false, patience);
    }

    /** How long a stretch lasts at least and at most. */
    public record Span(Duration least, Duration most) {}

    /**
     * The same for as long as something else goes on.
     *
     * @param begin called when everything is prepared, right before the first event
     * @param goesOn asked once the least time is over
     */
    public Stretch measureWhile(
            RunningApps apps, double perSecond, Span span, Runnable begin, BooleanSupplier goesOn, Duration patience) {
        Events events = next((int) Math.max(1, perSecond * span.most().toMillis() / 1000));
        Sightings sightings = new Sightings();
        try (Watch watch = new Watch(rig, sightings)) {
            begin.run();
            CpuTime cpu = CpuTime.start();
            long least = System.nanoTime() + span.least().toNanos();
            OpenLoop.Sent sent =
                    load.sendWhile(events, perSecond, () -> System.nanoTime() < least || goesOn.getAsBoolean());
            double cores = cpu.cores();
            settle(apps, watch, sightings, sent, patience);
            watch.close();
            return new Stretch(sightings.answersTo(sent), cores, sightings.lists());
        }
    }

    /** Registers the model under a new version and has that serve. @return the version */
    public String serveAgain(String requestId) {
        return ShopModel.serve(rig, model, requestId);
    }

    /** The next events, to be sent in whatever way. */
    public Events next(int n) {
        return shop.next(n, bytes());
    }

    /** The next events as ingest-app passes them on, for {@code interactions.valid}. */
    public Events nextValid(int n) {
        return shop.next(n, bytes(rig.topics().interactionsValid()));
    }

    /** Sends events as fast as the broker takes them. */
    public void send(Events events) {
        send(events, Double.POSITIVE_INFINITY, () -> {});
    }

    /**
     * Sends events at a rate.
     *
     * @param each called before each; throws to stop
     */
    public void send(Events events, double perSecond, Runnable each) {
        load.send(events, perSecond, each);
    }

    /** Sends events past ingest-app, as fast as the broker takes them. */
    public void sendValid(Events events) {
        sendValid(events, Double.POSITIVE_INFINITY, () -> true);
    }

    /**
     * Sends events past ingest-app at a rate.
     *
     * @param goOn asked before each
     */
    public void sendValid(Events events, double perSecond, BooleanSupplier goOn) {
        try (OpenLoop past = new OpenLoop(
                rig.bootstrapServers(), rig.topics().interactionsValid().name())) {
            past.sendWhile(events, perSecond, goOn);
        }
    }

    private static void settle(
            RunningApps apps, Watch watch, Sightings sightings, OpenLoop.Sent sent, Duration patience) {
        sightings.await(sent, QUIET.toNanos(), patience.toNanos(), () -> {
            apps.check();
            watch.check();
        });
    }

    private Function<Interaction, byte[]> bytes() {
        return bytes(rig.topics().interactions());
    }

    private static <K> Function<Interaction, byte[]> bytes(Topic<K, Interaction> topic) {
        var serializer = topic.valueSerde().serializer();
        return event -> serializer.serialize(topic.name(), event);
    }

    /** The apps that lie between an event and its list, and those that learn from it. */
    public RunningApps startApps(Map<String, String> settings) {
        return RunningApps.start(rig, RunningApps.ALL, settings);
    }

    @Override
    public void close() {
        load.close();
        rig.close();
    }
}
