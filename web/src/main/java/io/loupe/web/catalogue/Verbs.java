package io.loupe.web.catalogue;

import io.loupe.web.catalogue.Verdict.Happens;
import io.loupe.web.catalogue.Verdict.Refused;
import io.loupe.web.catalogue.Verdict.UnderWay;

/** The one table of standing x verb: services, pages and {@code docs/verbs.md} take their answers from here. */
public final class Verbs {
    private static final String UNTIL_ENDED = "the trial is being cancelled; wait until it has ended";

    private Verbs() {}

    public static Verdict verdict(Verb verb, Standing standing) {
        return switch (verb) {
            case PAUSE -> pause(standing);
            case RESUME -> resume(standing);
            case RESTART -> restart(standing);
            case CANCEL -> cancel(standing);
            case GIVE_UP -> giveUp(standing);
            case EXTEND -> extend(standing);
            case FORK -> new Happens("a new trial begins with the chosen checkpoint; this one is left alone");
        };
    }

    private static Verdict pause(Standing standing) {
        return switch (standing) {
            case QUEUED -> new Happens("leaves the queue; PAUSED");
            case AT_WORK -> new Happens("publishes a checkpoint, frees the device; PAUSED");
            case PAUSING -> new UnderWay("is being paused already");
            case VANISHED -> new Refused("the trial's workflow is gone and nothing runs; resume starts another one");
            case RESTARTING -> new Refused("the trial is being restarted; pause it once it has begun again");
            case CANCELLING -> new Refused(UNTIL_ENDED);
            case PAUSED -> new Refused("the trial is paused already; there is nothing to pause");
            case NEEDS_ATTENTION ->
                new Refused("the trial waits for a person and holds no device; there is nothing to pause");
            case SUCCEEDED, CANCELLED, GIVEN_UP -> ended(standing, Verb.PAUSE);
        };
    }

    private static Verdict resume(Standing standing) {
        return switch (standing) {
            case PAUSED, NEEDS_ATTENTION -> new Happens("goes on from the last checkpoint; QUEUED");
            case VANISHED, CANCELLED, GIVEN_UP ->
                new Happens("a new workflow goes on from the last checkpoint; QUEUED");
            case QUEUED -> new Refused("the trial is queued already; there is nothing to resume");
            case AT_WORK -> new Refused("the trial is at work already; there is nothing to resume");
            case PAUSING -> new Refused("the trial is being paused; resume it once it is");
            case RESTARTING -> new Refused("the trial is being restarted; there is nothing to resume");
            case CANCELLING -> new Refused(UNTIL_ENDED);
            case SUCCEEDED -> new Refused("the trial has succeeded; there is nothing to resume");
        };
    }

    private static Verdict restart(Standing standing) {
        return switch (standing) {
            case QUEUED, PAUSED, NEEDS_ATTENTION ->
                new Happens("begins again at step 0; the attempt before is kept; QUEUED");
            case AT_WORK, PAUSING ->
                new Happens("publishes a checkpoint, then begins again at step 0; the attempt before is kept; QUEUED");
            case VANISHED, SUCCEEDED, CANCELLED, GIVEN_UP ->
                new Happens("a new workflow begins again at step 0; the attempt before is kept; QUEUED");
            case RESTARTING -> new UnderWay("is being restarted already");
            case CANCELLING -> new Refused(UNTIL_ENDED);
        };
    }

    private static Verdict cancel(Standing standing) {
        return switch (standing) {
            case QUEUED, VANISHED, PAUSED, NEEDS_ATTENTION -> new Happens("CANCELLED at once; checkpoints are kept");
            case AT_WORK, PAUSING -> new Happens("publishes a checkpoint; CANCELLED once the device is free");
            case RESTARTING -> new Refused("the trial is being restarted; cancel it once it has begun again");
            case CANCELLING -> new UnderWay("is being cancelled already");
            case SUCCEEDED, CANCELLED, GIVEN_UP -> ended(standing, Verb.CANCEL);
        };
    }

    private static Verdict giveUp(Standing standing) {
        return switch (standing) {
            case NEEDS_ATTENTION -> new Happens("GIVEN_UP; checkpoints are kept");
            case CANCELLING -> new Refused(UNTIL_ENDED);
            case SUCCEEDED, CANCELLED, GIVEN_UP -> ended(standing, Verb.GIVE_UP);
            case QUEUED, AT_WORK, VANISHED, PAUSING, RESTARTING, PAUSED ->
                new Refused("the trial is " + standing.words()
                        + "; only one that needs attention can be given up, this one can be cancelled");
        };
    }

    private static Verdict extend(Standing standing) {
        return switch (standing) {
            case SUCCEEDED -> new Happens("trains on to the new length, if its method allows it; QUEUED");
            case QUEUED,
                    AT_WORK,
                    VANISHED,
                    PAUSING,
                    RESTARTING,
                    CANCELLING,
                    PAUSED,
                    NEEDS_ATTENTION,
                    CANCELLED,
                    GIVEN_UP -> new Refused("only a trial that has succeeded can be extended");
        };
    }

    private static Verdict ended(Standing standing, Verb verb) {
        return new Refused("the trial has ended (" + standing.words() + "); it cannot be " + verb.done() + " any more");
    }

    /** The table as {@code docs/verbs.md} has it: a row for each standing, a column for each verb. */
    static String table() {
        StringBuilder table = new StringBuilder("| a trial that is |");
        for (Verb verb : Verb.values()) {
            table.append(" ").append(verb.word()).append(" |");
        }
        table.append("\n| --- |").append(" --- |".repeat(Verb.values().length)).append("\n");
        for (Standing standing : Standing.values()) {
            table.append("| ").append(standing.words()).append(" |");
            for (Verb verb : Verb.values()) {
                table.append(" ")
                        .append(
                                switch (verdict(verb, standing)) {
                                    case Happens happens -> happens.words();
                                    case UnderWay underWay -> "nothing more: it " + underWay.words();
                                    case Refused refused -> "**409** " + refused.words();
                                })
                        .append(" |");
            }
            table.append("\n");
        }
        return table.toString();
    }
}
