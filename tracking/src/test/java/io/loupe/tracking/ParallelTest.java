package io.loupe.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ParallelTest {
    @Test
    void answersAreInTheItemsOrder() {
        List<Integer> items = IntStream.range(0, 50).boxed().toList();

        assertThat(Parallel.map(items, 4, item -> item * item))
                .isEqualTo(items.stream().map(item -> item * item).toList());
    }

    @Test
    void theFirstFailureIsThrownThoughAnEarlierItemFailsLater() {
        CountDownLatch failed = new CountDownLatch(1);

        assertThatThrownBy(() -> Parallel.map(List.of(0, 1), 2, item -> {
                    if (item == 0) {
                        await(failed);
                        throw new IllegalStateException("later");
                    }
                    failed.countDown();
                    throw new IllegalArgumentException("first");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("first");
    }

    @Test
    void afterAFailureNothingMoreIsBegun() {
        AtomicInteger begun = new AtomicInteger();

        assertThatThrownBy(() -> Parallel.map(IntStream.range(0, 100).boxed().toList(), 1, item -> {
                    begun.incrementAndGet();
                    throw new IllegalArgumentException("item " + item);
                }))
                .hasMessage("item 0");
        assertThat(begun).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
            Thread.sleep(20); // so that the other failure is noted before this one
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
