package io.loupe.tracking.leave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.tracking.store.MemoryObjectStore;
import org.junit.jupiter.api.Test;

class LeavesTest {
    private final Leaves leaves = new Leaves(new MemoryObjectStore());

    @Test
    void theFirstWhoTakesAWorkerOutIsToldOfUntilItIsCalledBack() {
        leaves.leave(new Leave("node-a/gpu0", "ada", 1, "new fans", false));
        leaves.leave(new Leave("node-a/gpu0", "bob", 2, "me too", false));
        leaves.leave(new Leave("node-b/cpu", "node-b/cpu", 3, "three trials failed here", true));

        assertThat(leaves.of("node-a/gpu0")).get().extracting(Leave::who).isEqualTo("ada");
        assertThat(leaves.all()).extracting(Leave::worker).containsExactly("node-a/gpu0", "node-b/cpu");

        leaves.back("node-a/gpu0");
        leaves.back("node-a/gpu0");
        assertThat(leaves.of("node-a/gpu0")).isEmpty();
    }

    @Test
    void aNameThatIsNoWorkerIsRefused() {
        assertThat(Leaves.worker("node-a/cpu/4711")).isEqualTo("node-a/cpu");
        assertThatThrownBy(() -> leaves.of("../secrets")).hasMessageContaining("<host>/<device>");
    }
}
