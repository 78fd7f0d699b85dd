package dev.millrace.benchmarks.locality;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Where users' states are kept. Everything else about a request is the same code for all of them. */
interface PreferenceSource extends AutoCloseable {

    /** As tables and reports call it. */
    String name();

    /** Adds users. Called with ranges that follow each other. */
    void load(int from, int until, IntFunction<byte[]> states) throws Exception;

    /** One client's way to the store. */
    Connection connect() throws Exception;

    @Override
    void close() throws Exception;

    /** For one thread. */
    interface Connection extends AutoCloseable {

        byte @Nullable [] get(String user) throws Exception;

        @Override
        void close() throws Exception;
    }

    static String id(int user) {
        return "user-" + user;
    }
}
