package dev.millrace.topologies.scoring.models;

import org.jspecify.annotations.Nullable;

/** Where scoring takes its models from. */
public interface ModelSource {

    /** One for each part of a task that takes models; used by one thread at a time. */
    Reader reader();

    /** Whether it is known by now if there are models; see {@link Reader#take}. */
    boolean known();

    /** The models in service at this moment, to compare with only: they may be closed at any time; null as for take. */
    @Nullable
    Lineup current();

    /** Access to the models in service that keeps them open while they are used. */
    interface Reader extends AutoCloseable {

        /**
         * The models to score with until {@link #release}; null while it is not known yet whether there are any:
         * scoring then waits rather than publishing lists that a model would contradict a moment later.
         */
        @Nullable
        Lineup take();

        /** The models taken are not used any more. */
        void release();

        @Override
        void close();
    }
}
