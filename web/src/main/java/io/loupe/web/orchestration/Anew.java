package io.loupe.web.orchestration;

import io.loupe.web.catalogue.GrownException;
import java.util.function.Supplier;

/** What is added to an experiment is worked out anew when others have added to it meanwhile. */
final class Anew {
    private static final int ATTEMPTS = 10;

    private Anew() {}

    /**
     * Runs an attempt, which reads the experiment and adds to it, until nobody comes in between.
     *
     * @throws GrownException if others were faster every time
     */
    static <T> T whileItGrows(Supplier<T> attempt) {
        for (int failed = 0; failed < ATTEMPTS - 1; failed++) {
            try {
                return attempt.get();
            } catch (GrownException e) {
                // read it again
            }
        }
        return attempt.get();
    }
}
