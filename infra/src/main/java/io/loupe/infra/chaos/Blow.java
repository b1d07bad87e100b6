package io.loupe.infra.chaos;

import io.loupe.faults.Fault;
import io.loupe.infra.terminal.Durations;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing that goes wrong.
 *
 * @param pause how long all is well before it
 * @param target a process such as {@code web}, or a server behind a proxy such as {@code postgres}
 * @param kind what happens to it
 * @param duration how long, for what does not happen at once
 */
record Blow(Duration pause, String target, Kind kind, Duration duration) {

    /** What can happen. */
    enum Kind {
        /** SIGKILL; the launcher starts it again. */
        KILL("-KILL"),
        /** It is asked to end, as the launcher would ask it. */
        TERM("-TERM"),
        /** SIGSEGV, as when native code fails; for workers, which have such code. */
        CRASH("-SEGV"),
        /** SIGSTOP, then SIGCONT. */
        FREEZE("-STOP"),
        REFUSE(Fault.REFUSE),
        HANG(Fault.HANG),
        SLOW(Fault.SLOW),
        RESET(Fault.RESET),
        CUT_REQUEST(Fault.CUT_REQUEST),
        CUT_ANSWER(Fault.CUT_ANSWER),
        LOSE_ANSWER(Fault.LOSE_ANSWER);

        private final Optional<Fault> fault;
        private final String signal;

        Kind(String signal) {
            this.fault = Optional.empty();
            this.signal = signal;
        }

        Kind(Fault fault) {
            this.fault = Optional.of(fault);
            this.signal = "";
        }

        /** What the proxy does; empty for a signal. */
        Optional<Fault> fault() {
            return fault;
        }

        String signal() {
            return signal;
        }

        /** Over at once. */
        boolean sudden() {
            return this == KILL || this == TERM || this == CRASH;
        }
    }

    @Override
    public String toString() {
        String what = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + (kind.fault().isPresent() ? " in front of " : " ")
                + target;
        return kind.sudden() ? what : what + " for " + Durations.format(duration);
    }
}
