package io.loupe.workers.fault;

/**
 * A worker passes these points and does what a test wants to happen there: nothing, a delay, an exception, a loss that is not a
 * number, or the sudden end of the process.
 */
@FunctionalInterface
public interface FailurePoints {
    /** Where a worker may be made to fail. */
    enum Point {
        PREPARE("prepare"),
        /** Before a training step; the number is that of the step. */
        STEP("step"),
        /** A checkpoint's blobs and manifest are not written yet; the number is the checkpoint's step. */
        BEFORE_MANIFEST("publish-before-manifest"),
        /** The manifest is written, its log chunk is not delivered yet. */
        AFTER_MANIFEST("publish-after-manifest"),
        /** Before a test image is scored; the number counts images from 1. */
        EVALUATE("evaluate"),
        /** Before a pass whose time is taken; the number counts passes from 1. */
        LATENCY("latency");

        private final String label;

        Point(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * Told before something happens.
     *
     * @param number the step, or 0 where there is none
     */
    void at(Point point, String trialId, long number);

    /** Nothing ever happens. */
    static FailurePoints none() {
        return (point, trialId, number) -> {};
    }
}
