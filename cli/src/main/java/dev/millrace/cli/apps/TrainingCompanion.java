package dev.millrace.cli.apps;

import dev.millrace.shell.Management;
import dev.millrace.shell.Settings;
import dev.millrace.training.service.TrainingApp;
import dev.millrace.training.service.TrainingService;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Training beside the other apps, with health and metrics of its own. */
final class TrainingCompanion implements RunningApps.Companion {

    private final Management management;
    private final TrainingService service;
    private final CompletableFuture<Optional<Throwable>> ended = new CompletableFuture<>();

    private TrainingCompanion(Management management, TrainingService service) {
        this.management = management;
        this.service = service;
    }

    static void start(RunningApps running, Settings settings) {
        Management management = Management.start(TrainingService.NAME, settings);
        try {
            var companion = new TrainingCompanion(management, TrainingApp.start(settings, management));
            var watcher = new Thread(companion::awaitEnd, "watch-training");
            watcher.setDaemon(true);
            watcher.start();
            running.add(companion);
        } catch (RuntimeException e) {
            management.close();
            throw e;
        }
    }

    private void awaitEnd() {
        try {
            service.awaitEnd();
            ended.complete(Optional.ofNullable(service.failure()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String name() {
        return TrainingService.NAME;
    }

    @Override
    public boolean isReady() {
        return service.isAlive();
    }

    @Override
    public int managementPort() {
        return management.port();
    }

    @Override
    public CompletionStage<Optional<Throwable>> whenEnded() {
        return ended.minimalCompletionStage();
    }

    @Override
    public void close() {
        service.close();
        management.close();
    }
}
