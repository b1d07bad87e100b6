package io.loupe.workers.leave;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.tracking.leave.Leave;
import io.loupe.tracking.leave.Leaves;
import io.loupe.tracking.store.MemoryObjectStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeaveTest {
    private final Leaves leaves = new Leaves(new MemoryObjectStore());
    private final List<Optional<Leave>> told = new ArrayList<>();
    private final LeaveWatch watch = new LeaveWatch(leaves, "node-a/cpu", told::add);

    @Test
    void aChangeIsToldOnce() {
        watch.look();
        leaves.leave(new Leave("node-a/cpu", "ada", 1, "new fans", false));
        watch.look();
        watch.look();
        leaves.back("node-a/cpu");
        watch.look();

        assertThat(told).hasSize(2);
        assertThat(told.getFirst()).get().extracting(Leave::who).isEqualTo("ada");
        assertThat(told.getLast()).isEmpty();
    }

    @Test
    void whatCouldNotBeHeededIsToldAgain() throws InterruptedException {
        CountDownLatch heeded = new CountDownLatch(2);
        leaves.leave(new Leave("node-a/cpu", "ada", 1, "new fans", false));

        try (LeaveWatch clumsy = new LeaveWatch(leaves, "node-a/cpu", leave -> {
                    heeded.countDown();
                    if (heeded.getCount() == 1) {
                        throw new IllegalStateException("on purpose");
                    }
                })
                .every(Duration.ofMillis(5))) {
            assertThat(heeded.await(10, TimeUnit.SECONDS)).as("told again").isTrue();
        }
    }

    @Test
    void aWorkerThatIsUnfitSaysSo() {
        watch.leave("three trials failed here", 5);

        assertThat(told)
                .containsExactly(
                        Optional.of(new Leave("node-a/cpu", "node-a/cpu", 5, "three trials failed here", true)));
        assertThat(leaves.of("node-a/cpu")).isPresent();
    }

    @Test
    void threeDifferentTrialsInARowMakeAWorkerUnfitAndOneSuccessBreaksTheRow() {
        Streak streak = new Streak();

        assertThat(streak.failed("t1", "x")).isEmpty();
        assertThat(streak.failed("t1", "x")).as("the same trial again").isEmpty();
        assertThat(streak.failed("t2", "x")).isEmpty();
        streak.broken();
        assertThat(streak.failed("t3", "x")).isEmpty();
        assertThat(streak.failed("t4", "x")).isEmpty();
        assertThat(streak.failed("t5", "the disk is full"))
                .get()
                .asString()
                .contains("3 different", "the disk is full");
    }
}
