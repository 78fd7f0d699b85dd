package dev.millrace.shell;

import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What an app shares with others in the same JVM.
 *
 * @param clock of everything that reads the wall clock
 * @param rocksMemory memory of the stores of several apps together, closed by who made it; null: the app has its own,
 *     of {@code rocksdb.memory.mb}
 */
public record Surroundings(Clock clock, @Nullable RocksMemory rocksMemory) {

    /** An app by itself. */
    public static Surroundings alone() {
        return new Surroundings(Clock.systemUTC(), null);
    }
}
