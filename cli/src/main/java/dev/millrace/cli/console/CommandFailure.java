package dev.millrace.cli.console;

import org.jspecify.annotations.Nullable;

/** Ends a command with one clear sentence for the user and an exit code. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandFailure(int exitCode, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.exitCode = exitCode;
    }

    /** The command was understood but could not be carried out: exit code 1. */
    public static CommandFailure failed(String sentence) {
        return new CommandFailure(ExitCodes.FAILED, sentence, null);
    }

    /** As {@link #failed(String)}, with a cause that {@code --verbose} shows. */
    public static CommandFailure failed(String sentence, Throwable cause) {
        return new CommandFailure(ExitCodes.FAILED, sentence, cause);
    }

    /** What the user gave (options, files) cannot be used: exit code 2. */
    public static CommandFailure badInput(String sentence) {
        return new CommandFailure(ExitCodes.BAD_INPUT, sentence, null);
    }

    /** As {@link #badInput(String)}, with a cause that {@code --verbose} shows. */
    public static CommandFailure badInput(String sentence, Throwable cause) {
        return new CommandFailure(ExitCodes.BAD_INPUT, sentence, cause);
    }

    /** The same failure with more to say at the end of the sentence. */
    public CommandFailure with(String more) {
        return new CommandFailure(exitCode, getMessage() + more, getCause());
    }

    public int exitCode() {
        return exitCode;
    }

    /** The sentence; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
