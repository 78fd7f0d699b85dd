package dev.millrace.cli;

import org.apache.kafka.common.utils.internals.AppInfoParser;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String own = Millrace.class.getPackage().getImplementationVersion();
        return new String[] {
            "millrace " + (own == null ? "(not packaged)" : own),
            "Kafka clients " + AppInfoParser.getVersion() + ", Java "
                    + Runtime.version().feature()
        };
    }
}
