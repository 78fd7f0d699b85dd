package dev.millrace.shell;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/** One app as a process: settings, log, signals, exit code. */
final class AppMain {

    static final int STOPPED = 0;
    static final int FAILED = 1;
    static final int BAD_SETTINGS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(AppMain.class);

    private AppMain() {}

    static int run(AppDefinition definition, String[] args, Map<String, String> environment) {
        try {
            Settings settings = Settings.load(definition.name(), args, environment);
            LogSetup.apply(settings);
            LOG.info("{} starts with\n{}", definition.name(), settings);
            return run(definition, settings);
        } catch (IllegalArgumentException | ConfigException e) {
            // Components check their own settings and speak the user's key; so does Kafka about kafka.* ones.
            LOG.debug("Refused settings", e);
            return complain(definition, e, BAD_SETTINGS);
        } catch (StartupException e) {
            LOG.debug("Failed start", e);
            return complain(definition, e, FAILED);
        } catch (RuntimeException e) {
            LOG.error("{} did not start", definition.name(), e);
            return complain(definition, e, FAILED);
        }
    }

    private static int run(AppDefinition definition, Settings settings) {
        try (StreamsApp app = StreamsApp.start(definition, settings)) {
            stopOn("TERM", app);
            stopOn("INT", app);
            Optional<Throwable> failure = app.awaitEnd();
            return failure.isPresent() ? complain(definition, failure.get(), FAILED) : STOPPED;
        }
    }

    /** Instead of a shutdown hook: after one, a JVM ended by SIGTERM reports 143 whatever the app says. */
    private static void stopOn(String signal, StreamsApp app) {
        Signal.handle(new Signal(signal), received -> new Thread(app::close, "stop-" + app.name()).start());
    }

    private static int complain(AppDefinition definition, Throwable failure, int code) {
        System.err.println(definition.name() + ": " + failure.getMessage());
        return code;
    }
}
