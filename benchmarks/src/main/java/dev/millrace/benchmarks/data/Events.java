package dev.millrace.benchmarks.data;

import dev.millrace.benchmarks.frame.Context;
import dev.millrace.cli.input.EventFile;
import dev.millrace.cli.simulate.Simulation;
import dev.millrace.cli.simulate.SimulationSettings;
import dev.millrace.model.replay.InteractionLog;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The events a benchmark runs on: the user's own with {@code --data}, otherwise those of the demo's simulated shop. */
public final class Events {

    private Events() {}

    public static InteractionLog of(Context context) {
        Optional<Path> file = context.data();
        InteractionLog log = file.isPresent()
                ? EventFile.read(file.get()).log()
                : new Simulation(SimulationSettings.DEFAULT).history();
        context.state(
                "data",
                String.format(
                        Locale.ROOT,
                        "%s: %,d events of %,d users and %,d items",
                        file.map(path -> path.getFileName().toString()).orElse("simulated shop"),
                        log.size(),
                        log.userCount(),
                        log.itemCount()));
        return log.withValueWhereNone(1);
    }
}
