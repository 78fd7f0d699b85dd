package dev.millrace.training.service;

import dev.millrace.training.pipeline.ProgressListener;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Knows what a training is at, and breaks it off when it is no longer wanted. */
final class StageWatch implements ProgressListener {

    private final ProgressListener next;
    private final BooleanSupplier unwanted;
    private final long begunNanos = System.nanoTime();
    private volatile Stage stage = Stage.READ;

    StageWatch(ProgressListener next, BooleanSupplier unwanted) {
        this.next = next;
        this.unwanted = unwanted;
    }

    @Override
    public void progress(Stage now, double fraction) {
        stage = now;
        // Of a model that is being registered either all or nothing comes through.
        if (now != Stage.REGISTER && unwanted.getAsBoolean()) {
            throw new CancellationException("the training is broken off");
        }
        next.progress(now, fraction);
    }

    String stage() {
        return stage.name().toLowerCase(Locale.ROOT);
    }

    double seconds() {
        return (System.nanoTime() - begunNanos) / 1e9;
    }
}
