package dev.millrace.benchmarks.frame;

import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measurements by JMH, each in a process of its own: a subject of {@link Rounds} that starts one per round takes turns
 * with the others, and no round inherits another's compiled code.
 */
public final class Jmh {

    /** Settings of every benchmark that uses JMH. */
    public static final List<Setting> SETTINGS = List.of(
            new Setting("rounds", "3", "1", "processes per subject"),
            new Setting("warmups", "3", "2", "iterations before, in each process"),
            new Setting("iterations", "5", "2", "iterations that count, in each process"),
            new Setting("iteration-ms", "500", "200", "length of one iteration"));

    private Jmh() {}

    /**
     * Runs one method in average-time mode.
     *
     * @param kernels class with the method
     * @param parameters values of the class's parameters
     * @param properties system properties of the process
     * @return the score in the unit that the class declares
     */
    public static double measure(
            Context context,
            Class<?> kernels,
            String method,
            Map<String, String> parameters,
            Map<String, String> properties)
            throws RunnerException {
        TimeValue time = TimeValue.milliseconds(context.number("iteration-ms"));
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(kernels.getName().replace(".", "\\.") + "\\." + method + "$")
                .forks(1)
                .warmupIterations(context.number("warmups"))
                .warmupTime(time)
                .measurementIterations(context.number("iterations"))
                .measurementTime(time)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        parameters.forEach(options::param);
        String[] arguments = properties.entrySet().stream()
                .map(property -> "-D" + property.getKey() + "=" + property.getValue())
                .toArray(String[]::new);
        options.jvmArgs("-Xms512m", "-Xmx512m").jvmArgsAppend(arguments);
        return new Runner(options.build())
                .run()
                .iterator()
                .next()
                .getPrimaryResult()
                .getScore();
    }
}
