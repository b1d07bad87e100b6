package io.loupe.infra.command;

/** What the launcher's exit codes mean. */
public final class ExitCode {

    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int WRONG_USE = 2;

    private ExitCode() {}
}
