package io.loupe.workflows.trial;

/** What interrupts a trial at work. */
sealed interface Wish {
    /** Publish, give the device back, and wait for a person. */
    record Pause(String who) implements Wish {}

    /** Begin again at step 0. */
    record Restart(String who, int times) implements Wish {}

    /** Publish, give the device back, and queue again. */
    record Requeue(String message) implements Wish {}

    /** The trial was interrupted for the wish at hand. */
    final class Granted extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
