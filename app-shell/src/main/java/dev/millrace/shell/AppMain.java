package dev.millrace.shell;

import dev.millrace.schemas.registry.RegistryException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One app as a process: settings, log, signals, exit code. */
final class AppMain {

    static final int STOPPED = 0;
    static final int FAILED = 1;
    static final int BAD_SETTINGS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(AppMain.class);

    private AppMain() {}

    static int run(AppDefinition definition, String[] args, Map<String, String> environment) {
        if (List.of(args).contains("--help")) {
            System.out.println(SettingFiles.help(definition.name()));
            return STOPPED;
        }
        StopSignals signals = StopSignals.listen();
        try {
            Settings settings = Settings.load(definition.name(), args, environment);
            LogSetup.apply(settings);
            LOG.info("{} starts with\n{}", definition.name(), settings);
            return run(definition, settings, signals);
        } catch (RuntimeException e) {
            return signals.isRequested() ? STOPPED : refuse(definition, e);
        }
    }

    private static int run(AppDefinition definition, Settings settings, StopSignals signals) {
        try (StreamsApp app = StreamsApp.start(definition, settings)) {
            signals.started(app.name(), app::close);
            Optional<Throwable> failure = app.awaitEnd();
            return failure.isPresent() ? complain(definition, failure.get(), FAILED) : STOPPED;
        }
    }

    private static int refuse(AppDefinition definition, RuntimeException e) {
        // Components check their own settings and speak the user's key; so does Kafka about kafka.* ones.
        if (e instanceof IllegalArgumentException || e instanceof ConfigException) {
            LOG.debug("Refused settings", e);
            return complain(definition, e, BAD_SETTINGS);
        }
        if (e instanceof StartupException) {
            LOG.debug("Failed start", e);
        } else {
            LOG.error("{} did not start", definition.name(), e);
        }
        return complain(definition, e, FAILED);
    }

    private static int complain(AppDefinition definition, Throwable failure, int code) {
        // Kafka wraps what the registry says, and only that says what to do.
        RegistryException registry = RegistryException.in(failure);
        System.err.println(definition.name() + ": " + (registry == null ? failure : registry).getMessage());
        return code;
    }
}
