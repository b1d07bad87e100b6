package io.loupe.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.ActivityInfo;
import io.temporal.worker.tuning.ActivitySlotInfo;
import io.temporal.worker.tuning.SlotPermit;
import io.temporal.worker.tuning.SlotReleaseContext;
import io.temporal.worker.tuning.SlotReleaseReason;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class DeviceSlotTest {
    private final Queue<Runnable> background = new ArrayDeque<>();
    private final Queue<Boolean> undecided = new ArrayDeque<>();
    private final DeviceSlot slot = new DeviceSlot(activity -> undecided.remove(), background::add);

    @Test
    void afterAnActivityTheDeviceIsFreeOnceItsWorkflowHasDecidedWhatFollows() {
        undecided.addAll(List.of(true, true, false, true));
        SlotPermit permit = slot.tryReserveSlot(null).orElseThrow();

        slot.releaseSlot(released(permit, activity()));
        assertThat(slot.tryReserveSlot(null)).isEmpty();
        background.remove().run();

        assertThat(undecided).as("asked until it had decided").containsExactly(true);
        assertThat(slot.tryReserveSlot(null)).isPresent();
        assertThat(slot.tryReserveSlot(null)).as("one activity at a time").isEmpty();
    }

    @Test
    void aWorkflowThatDecidesNothingOrCannotBeSeenDoesNotKeepTheDevice() {
        undecided.addAll(Collections.nCopies(100, true));
        slot.releaseSlot(released(slot.tryReserveSlot(null).orElseThrow(), activity()));
        background.remove().run();
        assertThat(undecided).isEmpty();

        slot.releaseSlot(released(slot.tryReserveSlot(null).orElseThrow(), activity()));
        background.remove().run();
        assertThat(slot.tryReserveSlot(null)).as("the server did not answer").isPresent();
    }

    @Test
    void anEmptyQueueIsAskedAgainAtOnce() {
        SlotPermit permit = slot.tryReserveSlot(null).orElseThrow();

        slot.releaseSlot(released(permit, null));

        assertThat(slot.tryReserveSlot(null)).isPresent();
        assertThat(background).isEmpty();
        assertThat(slot.getMaximumSlots()).isEqualTo(Optional.of(1));
    }

    private static ActivitySlotInfo activity() {
        ActivityInfo info = (ActivityInfo) Proxy.newProxyInstance(
                ActivityInfo.class.getClassLoader(),
                new Class<?>[] {ActivityInfo.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getWorkflowId")) {
                        return "trial/t1";
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
        return new ActivitySlotInfo(info, "host/cpu/1", "");
    }

    private static SlotReleaseContext<ActivitySlotInfo> released(SlotPermit permit, ActivitySlotInfo info) {
        return new SlotReleaseContext<>() {
            @Override
            public SlotReleaseReason getSlotReleaseReason() {
                return info == null ? SlotReleaseReason.neverUsed() : SlotReleaseReason.taskComplete();
            }

            @Override
            public SlotPermit getSlotPermit() {
                return permit;
            }

            @Override
            public ActivitySlotInfo getSlotInfo() {
                return info;
            }
        };
    }
}
