package dev.millrace.cli.console;

/** The three exit codes of every command. */
public final class ExitCodes {

    public static final int OK = 0;
    /** The command was understood but did not succeed. */
    public static final int FAILED = 1;
    /** Wrong options or an unusable input file. */
    public static final int BAD_INPUT = 2;

    private ExitCodes() {}
}
