package dev.millrace.cli.demo;

import dev.millrace.avro.ModelManifest;
import dev.millrace.avro.Rollout;
import dev.millrace.cli.cluster.Cluster;
import dev.millrace.cli.cluster.ModelLedger;
import dev.millrace.cli.cluster.Pace;
import dev.millrace.cli.cluster.Records;
import dev.millrace.cli.cluster.Sender;
import dev.millrace.cli.console.CommandFailure;
import dev.millrace.cli.console.LogCounts;
import dev.millrace.cli.console.Logs;
import dev.millrace.cli.console.Printed;
import dev.millrace.cli.console.Progress;
import dev.millrace.cli.demo.Report.Timing;
import dev.millrace.cli.input.CatalogItem;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs the whole pipeline once: history, first model, live users, and an account of it all.
 *
 * <p>Every step asks the topics how far an earlier run with the same directory came, so a run that was killed goes on.
 */
public final class Demo {

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final DemoSettings settings;
    private final PipelineLauncher launcher;
    private final Screen screen;
    private final Clock clock;
    private final long startedMs;

    /** Starts the apps once broker, registry and topics are there. */
    interface PipelineLauncher {

        Pipeline start(
                DemoSettings settings, Infrastructure infrastructure, WorkDirectory directory, Workloads workloads);
    }

    Demo(DemoSettings settings, PipelineLauncher launcher, Screen screen, Clock clock, long startedMs) {
        this.settings = settings;
        this.launcher = launcher;
        this.screen = screen;
        this.clock = clock;
        this.startedMs = startedMs;
    }

    /** Runs to the end; without {@code --exit} that is when {@code stop} opens. */
    void run(CountDownLatch stop) throws InterruptedException {
        Workloads workloads = Workloads.prepare(settings);
        screen.line("Millrace demo");
        screen.fact("data", workloads.workload().description());
        workloads.remarks().forEach(remark -> screen.fact("", remark));
        try (WorkDirectory directory = WorkDirectory.open(settings.keep(), workloads.fingerprint())) {
            LogCounts log = Logs.areShown() ? new LogCounts() : Logs.toFile(directory.log());
            try {
                run(directory, workloads, log, stop);
            } catch (RuntimeException e) {
                if (stop.getCount() > 0) {
                    showLog(directory, log);
                }
                throw e;
            }
        }
    }

    /** What was logged last, and where all of it is: the directory may be deleted with what it holds. */
    private void showLog(WorkDirectory directory, LogCounts log) {
        log.latest().forEach(line -> screen.line("  " + line));
        if (!Logs.areShown()) {
            screen.fact("log", directory.keepLog().toString());
        }
    }

    private void run(WorkDirectory directory, Workloads workloads, LogCounts log, CountDownLatch stop)
            throws InterruptedException {
        try (Infrastructure infrastructure = Infrastructure.start(directory)) {
            infrastructure.prepare(settings.partitions());
            screen.fact("broker", infrastructure.bootstrapServers());
            screen.fact("registry", infrastructure.registryUrl());
            screen.fact("log", directory.log().toString());
            screen.blank();
            TimeShift shift = settings.shiftTimes()
                    ? directory.shift(TimeShift.between(workloads.workload().endMs(), clock.millis()))
                    : TimeShift.NONE;
            runOn(infrastructure, directory, workloads, shift, log, stop);
        }
    }

    private void runOn(
            Infrastructure infrastructure,
            WorkDirectory directory,
            Workloads workloads,
            TimeShift shift,
            LogCounts log,
            CountDownLatch stop)
            throws InterruptedException {
        Cluster cluster = infrastructure.cluster();
        try (Pipeline pipeline = launcher.start(settings, infrastructure, directory, workloads);
                Audience audience = new Audience(cluster, clock);
                Sender sender = new Sender(cluster)) {
            Run run = new Run(cluster, pipeline, audience, sender, workloads.workload(), shift, stop);
            Timing timing = run.all();
            Report report = report(cluster, audience, workloads, timing, log);
            screen.summary(report, settings.rate());
            screen.fact("log", log.warnings() + " warnings, " + log.errors() + " errors " + whereTheLogIs(directory));
            if (settings.report() != null) {
                report.write(settings.report());
            }
            if (!settings.exit()) {
                String user = audience.someUser().orElse("anybody");
                screen.invitation(pipeline.url(), user, commands(infrastructure, pipeline, user));
                run.goOn();
            }
        }
    }

    private static List<String> commands(Infrastructure infrastructure, Pipeline pipeline, String user) {
        String url = pipeline.url().endsWith(":8080") ? "" : " --url " + pipeline.url();
        return List.of(
                "./millrace recommend" + url + " " + Printed.word(user),
                "./millrace watch" + infrastructure.commandOptions(),
                "./millrace doctor" + infrastructure.commandOptions());
    }

    private String whereTheLogIs(WorkDirectory directory) {
        return settings.exit() && !directory.isKept()
                ? "(--keep DIR keeps the log; this one is deleted now)"
                : "in " + directory.log();
    }

    private Report report(Cluster cluster, Audience audience, Workloads workloads, Timing timing, LogCounts log) {
        ModelLedger ledger = ModelLedger.read(cluster);
        @Nullable
        ModelManifest model = ledger.current(FirstModel.SLOT)
                .map(Rollout::getChampion)
                .flatMap(ledger::model)
                .orElse(null);
        return new Report(
                workloads.input(),
                Account.of(cluster),
                model,
                timing,
                audience.latencies(),
                MemoryUse.now(),
                log.warnings(),
                log.errors());
    }

    /** The steps, with what they share. */
    private final class Run {

        private final Cluster cluster;
        private final Pipeline pipeline;
        private final Audience audience;
        private final Sender sender;
        private final Workload workload;
        private final TimeShift shift;
        private final CountDownLatch stop;

        Run(
                Cluster cluster,
                Pipeline pipeline,
                Audience audience,
                Sender sender,
                Workload workload,
                TimeShift shift,
                CountDownLatch stop) {
            this.shift = shift;
            this.stop = stop;
            this.cluster = cluster;
            this.pipeline = pipeline;
            this.audience = audience;
            this.sender = sender;
            this.workload = workload;
        }

        Timing all() {
            KnownIds known = settings.keep() == null ? KnownIds.none() : KnownIds.read(cluster);
            long historyStart = clock.millis();
            sendItems();
            long historySent = sendHistory(known);
            drain(pipeline.inputs().subList(0, 1)).await("screening history");
            double history = secondsSince(historyStart);
            trainFirstModel();
            drain(pipeline.inputs()).await("first lists");
            long liveStart = clock.millis();
            audience.measureFrom(liveStart);
            long liveSent = sendLive(known);
            drain(pipeline.inputs()).await("finishing");
            double live = secondsSince(liveStart);
            audience.catchUp();
            OptionalLong first = audience.firstSeenMs();
            return new Timing(
                    first.isPresent() ? (first.getAsLong() - startedMs) / 1000.0 : -1,
                    history,
                    historySent,
                    live,
                    liveSent);
        }

        private void sendItems() {
            for (CatalogItem item : workload.items()) {
                sender.send(cluster.topics().items(), item.itemId(), shift.apply(Records.item(item)));
            }
            sender.flush();
        }

        private long sendHistory(KnownIds known) {
            try (Progress progress = Progress.start("loading history", workload.historyEvents(), "events")) {
                Publishing out =
                        new Publishing(cluster, sender, shift, known, new Pace(Pace.MAX), progress, this::check);
                workload.history(out);
                sender.flush();
                return workload.historyEvents() - out.skipped();
            }
        }

        private void trainFirstModel() {
            FirstModel first = new FirstModel(cluster, clock);
            if (first.serving().isPresent()) {
                return;
            }
            first.request();
            try (Progress progress = Progress.start("training the first model", Progress.UNKNOWN, "s")) {
                long begun = clock.millis();
                first.await(() -> {
                    check();
                    progress.to((long) secondsSince(begun));
                    return pipeline.trainingWithoutModel().isEmpty();
                });
            }
            first.serving().ifPresent(this::moveTo);
            pipeline.trainingWithoutModel().ifPresent(FirstModel::throwIfBroken);
            pipeline.trainingWithoutModel()
                    .ifPresent(outcome -> screen.line("no model yet: " + String.join("; ", outcome.objections())
                            + "; lists fall back to what trends"));
        }

        private void moveTo(String modelVersion) {
            try (Progress progress = Progress.start("rolling out the model", Progress.UNKNOWN, "s")) {
                long begun = clock.millis();
                while (!pipeline.hasMovedTo(modelVersion)) {
                    check();
                    pipeline.modelRefusal().ifPresent(reason -> {
                        throw CommandFailure.failed("scoring-app refuses the model " + modelVersion + ": " + reason);
                    });
                    LockSupport.parkNanos(LOOK_EVERY.toNanos());
                    progress.to((long) secondsSince(begun));
                }
            }
        }

        private long sendLive(KnownIds known) {
            try (Progress progress = Progress.start("live users", workload.liveEvents(), "events")) {
                Runnable brake = Double.isInfinite(settings.rate()) ? new Brake(drain(pipeline.inputs())) : () -> {};
                Runnable check = () -> {
                    check();
                    brake.run();
                };
                Publishing out =
                        new Publishing(cluster, sender, shift, known, new Pace(settings.rate()), progress, check);
                workload.live(audience, out);
                sender.flush();
                return workload.liveEvents() - out.skipped();
            }
        }

        /** Stays up until it is to stop; whoever can goes on shopping meanwhile. */
        void goOn() throws InterruptedException {
            if (settings.afterRate() > 0) {
                try (Progress unseen = Progress.unseen()) {
                    Pace pace = new Pace(settings.afterRate(), () -> stop.getCount() > 0);
                    workload.goOn(
                            audience,
                            new Publishing(
                                    cluster, sender, TimeShift.NONE, KnownIds.none(), pace, unseen, this::checkAlive),
                            clock,
                            () -> stop.getCount() > 0);
                }
            }
            while (!stop.await(1, TimeUnit.SECONDS)) {
                checkAlive();
            }
        }

        private Drain drain(List<Pipeline.Inputs> apps) {
            return new Drain(cluster, apps, this::check);
        }

        private void check() {
            if (stop.getCount() == 0) {
                throw CommandFailure.failed("stopped before the end");
            }
            checkAlive();
        }

        private void checkAlive() {
            pipeline.check();
            audience.check();
        }

        private double secondsSince(long thenMs) {
            return (clock.millis() - thenMs) / 1000.0;
        }
    }
}
