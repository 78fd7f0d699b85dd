package dev.millrace.localbroker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JavaProcessTest {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void shouldSeeOutputEnvironmentAndExitCode() {
        try (JavaProcess process = JavaProcess.start(Greeter.class, Map.of("GREETING", "hello"), "3")) {
            assertThat(process.awaitOutput("hello", PATIENCE)).isEqualTo("hello 3");
            assertThat(process.awaitExit(PATIENCE)).isEqualTo(3);
        }
    }

    @Test
    void shouldSayWhatAProcessPrintedThatEndedTooEarly() {
        try (JavaProcess process = JavaProcess.start(Greeter.class, Map.of("GREETING", "hello"), "1")) {
            assertThatThrownBy(() -> process.awaitOutput("goodbye", PATIENCE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("ended with 1", "goodbye", "hello 1");
        }
    }

    static final class Greeter {

        public static void main(String[] args) {
            System.out.println(System.getenv("GREETING") + " " + args[0]);
            System.exit(Integer.parseInt(args[0]));
        }
    }
}
