package io.loupe.workers.leave;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Failures of the platform in a row, on different trials: three, and the worker is the likelier cause. Thread-safe. */
public final class Streak {
    static final int UNFIT = 3;

    private final Set<String> trials = new LinkedHashSet<>();

    /** Something ended as it should: whatever failed before was not this worker's fault. */
    public synchronized void broken() {
        trials.clear();
    }

    /** @return why the worker is unfit, once it is */
    public synchronized Optional<String> failed(String trial, String cause) {
        trials.add(trial);
        if (trials.size() < UNFIT) {
            return Optional.empty();
        }
        return Optional.of(
                trials.size() + " different trials failed here one after the other, the last one with: " + cause);
    }
}
