package dev.millrace.benchmarks.scale;

import java.util.Locale;

/**
 * One measurement of some instances on a backlog.
 *
 * @param eventsPerSecond of all instances together
 * @param listsPerEvent below 1: events of one user that wait together are answered with one list
 * @param appMicrosPerEvent CPU time of all instances for one event, microseconds, their JVMs' threads included
 * @param brokerMicrosPerEvent the same of the process that holds the broker and looks on
 */
record ScaleResult(
        double eventsPerSecond, double listsPerEvent, double appMicrosPerEvent, double brokerMicrosPerEvent) {

    double listsPerSecond() {
        return eventsPerSecond * listsPerEvent;
    }

    double appMicrosPerList() {
        return appMicrosPerEvent / listsPerEvent;
    }

    double brokerMicrosPerList() {
        return brokerMicrosPerEvent / listsPerEvent;
    }

    double appCores() {
        return eventsPerSecond * appMicrosPerEvent / 1e6;
    }

    double brokerCores() {
        return eventsPerSecond * brokerMicrosPerEvent / 1e6;
    }

    String line(int instances) {
        return String.format(
                Locale.ROOT,
                "%d: %.0f lists/s from %.0f events/s; a list costs the instances %.0f µs and the broker %.0f; cores %.2f + %.2f",
                instances,
                listsPerSecond(),
                eventsPerSecond,
                appMicrosPerList(),
                brokerMicrosPerList(),
                appCores(),
                brokerCores());
    }
}
