package io.loupe.infra.chaos;

import io.loupe.faults.Fault;
import io.loupe.infra.LauncherException;
import io.loupe.infra.process.ProcessEnding;
import io.loupe.infra.process.ProcessIdentity;
import io.loupe.infra.state.ProcessRecord;
import io.loupe.infra.state.StackFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Does to a stack what a {@link Blow} says, and undoes it. */
final class Arsenal {

    private final StackFile stack;
    private final Proxies proxies;
    private final Set<ProcessIdentity> frozen = ConcurrentHashMap.newKeySet();

    Arsenal(StackFile stack, Proxies proxies) {
        this.stack = stack;
        this.proxies = proxies;
    }

    /**
     * Strikes; returns when it is over.
     *
     * @return false if its target was not there, being started again
     */
    boolean strike(Blow blow) throws InterruptedException {
        Optional<Fault> fault = blow.kind().fault();
        if (fault.isPresent()) {
            proxies.set(blow.target(), fault.get());
            try {
                Thread.sleep(blow.duration());
            } finally {
                proxies.set(blow.target(), Fault.PASS);
            }
            return true;
        }
        Optional<ProcessRecord> process = stack.read().process(blow.target()).filter(ProcessRecord::ready);
        if (process.isEmpty() || !process.get().identity().alive()) {
            return false;
        }
        ProcessIdentity identity = process.get().identity();
        switch (blow.kind()) {
            case KILL, CRASH -> ProcessEnding.signal(identity, blow.kind().signal());
            // PostgreSQL would wait for its clients for ever if asked as others are.
            case TERM ->
                ProcessEnding.signal(
                        identity,
                        process.get().request() == ProcessEnding.Request.INTERRUPT
                                ? "-INT"
                                : blow.kind().signal());
            case FREEZE -> freeze(identity, blow.duration());
            case REFUSE, HANG, SLOW, RESET, CUT_REQUEST, CUT_ANSWER, LOSE_ANSWER ->
                throw new LauncherException(blow + " is no signal");
        }
        return true;
    }

    private void freeze(ProcessIdentity leader, Duration duration) throws InterruptedException {
        List<ProcessIdentity> all = new ArrayList<>(List.of(leader));
        all.addAll(ProcessEnding.descendants(leader));
        frozen.addAll(all);
        try {
            all.forEach(one -> ProcessEnding.signal(one, Blow.Kind.FREEZE.signal()));
            Thread.sleep(duration);
        } finally {
            thaw();
        }
    }

    /** Everything passes, everything runs. */
    void calm() {
        proxies.calm();
        thaw();
    }

    private void thaw() {
        frozen.stream().filter(ProcessIdentity::alive).forEach(one -> ProcessEnding.signal(one, "-CONT"));
        frozen.clear();
    }
}
