package dev.millrace.cli.apps;

import dev.millrace.shell.Management;
import dev.millrace.shell.RegistryService;
import dev.millrace.shell.Settings;
import dev.millrace.shell.SettingsException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Serves the registry that is kept in a topic; its settings are in registry.properties. */
final class RegistryCompanion implements RunningApps.Companion {

    private final Management management;
    private final RegistryService service;
    private final CompletableFuture<Optional<Throwable>> ended = new CompletableFuture<>();

    private RegistryCompanion(Management management, RegistryService service) {
        this.management = management;
        this.service = service;
    }

    static void start(RunningApps running, Settings settings) {
        RegistryService service = RegistryService.open(settings)
                .orElseThrow(() -> new SettingsException("schema.registry.serve must say where to listen, HOST:PORT"));
        try {
            Management management = Management.start(App.REGISTRY.id(), settings);
            management.running("listening", () -> true);
            running.add(new RegistryCompanion(management, service));
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return App.REGISTRY.id();
    }

    @Override
    public boolean isReady() {
        return true;
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
        ended.complete(Optional.empty());
    }
}
