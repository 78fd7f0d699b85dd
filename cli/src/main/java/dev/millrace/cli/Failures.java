package dev.millrace.cli;

import java.util.concurrent.ExecutionException;

/** Turns an unforeseen exception into a sentence. */
final class Failures {

    private Failures() {}

    static String sentence(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof ExecutionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        String kind = cause.getClass().getSimpleName();
        return message == null || message.isBlank() ? kind : kind + ": " + message.strip();
    }
}
