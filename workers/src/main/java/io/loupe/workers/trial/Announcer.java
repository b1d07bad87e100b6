package io.loupe.workers.trial;

/** Tells a trial's timeline what only the worker knows. */
@FunctionalInterface
interface Announcer {
    /**
     * @param event short name for the timeline: {@code started}, {@code retry}, {@code damaged}, {@code notice}
     * @param message the line a person reads
     */
    void tell(String event, String message);
}
