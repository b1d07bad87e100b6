package io.loupe.infra.command;

import io.loupe.infra.client.LoupeApi;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code trial}: a person's word on a trial. */
@Command(name = "trial", description = "Pause, resume, restart or cancel a trial.")
final class TrialCommand implements Callable<Integer> {

    /** What can be asked. */
    enum Verb {
        PAUSE,
        RESUME,
        RESTART,
        CANCEL
    }

    @Parameters(index = "0", paramLabel = "ID", description = "The trial's id.")
    private String id;

    @Parameters(index = "1", paramLabel = "pause|resume|restart|cancel", description = "What to do.")
    private Verb verb;

    @Override
    public Integer call() {
        Context context = Context.ofProcess();
        LoupeApi api = RunningStack.api(context);
        api.tell(id, verb.name().toLowerCase(Locale.ROOT));
        context.terminal().line("  " + api.trial(id).state());
        return ExitCode.DONE;
    }
}
