package io.loupe.workers;

import static java.util.Objects.requireNonNull;

import io.temporal.activity.ActivityInfo;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.tuning.ActivitySlotInfo;
import io.temporal.worker.tuning.CompositeTuner;
import io.temporal.worker.tuning.FixedSizeSlotSupplier;
import io.temporal.worker.tuning.SlotMarkUsedContext;
import io.temporal.worker.tuning.SlotPermit;
import io.temporal.worker.tuning.SlotReleaseContext;
import io.temporal.worker.tuning.SlotReserveContext;
import io.temporal.worker.tuning.SlotSupplier;
import io.temporal.worker.tuning.SlotSupplierFuture;
import io.temporal.worker.tuning.WorkerTuner;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one slot of a worker's device. After an activity it is free only when the trial's workflow has put its next step into
 * the queue, or waits for something else; else a trial that is prepared or trained would wait behind one whose turn comes
 * later, and which happens to be in the queue already.
 */
final class DeviceSlot implements SlotSupplier<ActivitySlotInfo> {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceSlot.class);

    /** Between two looks, and for what the workflow decided to reach the queue. */
    private static final Duration LOOK = Duration.ofMillis(20);

    /** A workflow that has not decided by then does not keep the device from others: nobody may be there to run it. */
    private static final int LOOKS = 100;

    /** Slots that a worker of activities alone never uses, but must name. */
    private static final int UNUSED = 1;

    private final SlotSupplier<ActivitySlotInfo> slot = new FixedSizeSlotSupplier<>(1);
    private final Predicate<ActivityInfo> undecided;
    private final Executor background;

    /**
     * @param undecided whether the workflow of an activity that has ended is still to decide on what follows
     * @param background where it is asked
     */
    DeviceSlot(Predicate<ActivityInfo> undecided, Executor background) {
        this.undecided = requireNonNull(undecided, "undecided is null");
        this.background = requireNonNull(background, "background is null");
    }

    static WorkerTuner tuner(WorkflowClient client) {
        return new CompositeTuner(
                new FixedSizeSlotSupplier<>(UNUSED),
                new DeviceSlot(activity -> undecided(client, activity), Thread::startVirtualThread),
                new FixedSizeSlotSupplier<>(UNUSED),
                new FixedSizeSlotSupplier<>(UNUSED));
    }

    private static boolean undecided(WorkflowClient client, ActivityInfo activity) {
        return client.newUntypedWorkflowStub(activity.getWorkflowId(), Optional.empty(), Optional.empty())
                .describe()
                .getRawDescription()
                .hasPendingWorkflowTask();
    }

    @Override
    public SlotSupplierFuture reserveSlot(SlotReserveContext<ActivitySlotInfo> context) throws Exception {
        return slot.reserveSlot(context);
    }

    @Override
    public Optional<SlotPermit> tryReserveSlot(SlotReserveContext<ActivitySlotInfo> context) {
        return slot.tryReserveSlot(context);
    }

    @Override
    public void markSlotUsed(SlotMarkUsedContext<ActivitySlotInfo> context) {
        slot.markSlotUsed(context);
    }

    /** A slot of which nothing became, since the queue was empty, is free at once. */
    @Override
    public void releaseSlot(SlotReleaseContext<ActivitySlotInfo> context) {
        if (context.getSlotInfo() == null) {
            slot.releaseSlot(context);
        } else {
            background.execute(() -> {
                try {
                    awaitDecision(context.getSlotInfo().getActivityInfo());
                } finally {
                    slot.releaseSlot(context);
                }
            });
        }
    }

    private void awaitDecision(ActivityInfo ended) {
        try {
            boolean waits = true;
            for (int look = 0; waits && look < LOOKS; look++) {
                waits = undecided.test(ended);
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // It only costs the order.
            LOG.debug("cannot see what follows on {}", ended.getWorkflowId(), e);
        }
    }

    @Override
    public Optional<Integer> getMaximumSlots() {
        return slot.getMaximumSlots();
    }
}
