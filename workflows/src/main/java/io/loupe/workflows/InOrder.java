package io.loupe.workflows;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;

/**
 * Work that a workflow does beside its story, one piece after another in the order it was added. The story does not wait
 * for it until {@link #flush}, and cancelling the workflow does not cancel it. Workflow code only.
 */
public final class InOrder {
    private Promise<Void> last = Workflow.newPromise((Void) null);

    /** Adds a piece of work; if it fails, that is logged and the next one is done. */
    public void add(Functions.Proc work) {
        Promise<Void> before = last;
        Workflow.newDetachedCancellationScope(() -> last = Async.procedure(() -> {
                    before.get();
                    perform(work);
                }))
                .run();
    }

    /** Waits until all that was added is done. */
    public void flush() {
        Promise<Void> awaited = null;
        while (awaited != last) {
            awaited = last;
            awaited.get();
        }
    }

    private static void perform(Functions.Proc work) {
        try {
            work.apply();
        } catch (TemporalFailure failure) {
            Workflow.getLogger(InOrder.class).warn("left undone", failure);
        }
    }
}
