package dev.millrace.cli.demo;

import dev.millrace.cli.input.EventIds.RepeatedRows;
import dev.millrace.cli.input.ReadingSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a demo is to run.
 *
 * @param data events; null: simulated users
 * @param items catalogue that goes with them; null: none
 * @param historyShare share of the events, by time, that is there before the live part begins
 * @param rate live events per second, positive, infinite for as fast as possible
 * @param reading what is said about the files
 * @param repeats what rows equal in every field are
 * @param keep directory to keep everything in; null: a temporary one
 * @param seed of the simulated users
 * @param guarantee processing guarantee of the apps, by Kafka's name
 * @param shiftTimes whether the workload is moved in time so that it ends now
 * @param afterRate events per second of simulated users after the live part; 0: none
 * @param partitions of user-keyed topics
 * @param httpPort of the publisher; 0: 8080 if it is free
 * @param exit whether to end after the summary
 * @param report JSON file for everything measured; null: none
 */
public record DemoSettings(
        @Nullable Path data,
        @Nullable Path items,
        double historyShare,
        double rate,
        ReadingSettings reading,
        RepeatedRows repeats,
        @Nullable Path keep,
        long seed,
        String guarantee,
        boolean shiftTimes,
        double afterRate,
        int partitions,
        int httpPort,
        boolean exit,
        @Nullable Path report) {}
