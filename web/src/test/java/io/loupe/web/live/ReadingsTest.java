package io.loupe.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadingsTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final AtomicInteger reads = new AtomicInteger();

    private Optional<Integer> count(String key) {
        return Optional.of(reads.incrementAndGet());
    }

    @Test
    void oneReadingAPeriodIsEnoughForAll() {
        Readings<String, Integer> readings = new Readings<>(this::count, LONG, LONG);

        readings.begin(List.of("a"));

        assertThat(readings.of("a")).hasValue(1);
        assertThat(readings.of("a")).hasValue(1);
        assertThat(readings.of("b")).hasValue(2);
    }

    @Test
    void whoAsksAfterThePeriodIsToldTheNewest() {
        Readings<String, Integer> readings = new Readings<>(this::count, Duration.ZERO, LONG);

        assertThat(readings.of("a")).hasValue(1);
        assertThat(readings.of("a")).hasValue(2);
    }

    @Test
    void nobodyWaitsForASlowSourceAndAllThatIsSlowTogetherCostsOneWait() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        Readings<Integer, Integer> readings = new Readings<>(
                key -> {
                    if (reads.incrementAndGet() > 100) {
                        awaitQuietly(answers);
                    }
                    return Optional.of(reads.get());
                },
                Duration.ZERO,
                SHORT);
        List<Integer> keys = IntStream.range(0, 100).boxed().toList();
        keys.forEach(readings::of);
        while (reads.get() < 100) {
            Thread.sleep(1);
        }
        long began = System.nanoTime();

        readings.begin(keys);
        List<Optional<Integer>> known = keys.stream().map(readings::of).toList();

        // One after the other they would have taken 2 s.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        assertThat(known).allSatisfy(value -> assertThat(value).isPresent());
        answers.countDown();
    }

    @Test
    void whoIsContentWithTheRecentIsToldItAtOnceWhileTheNewIsRead() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        Duration period = Duration.ofMillis(500);
        Readings<String, Integer> readings = new Readings<>(
                key -> {
                    if (reads.get() == 1) {
                        awaitQuietly(answers);
                    }
                    return count(key);
                },
                period,
                LONG);
        assertThat(readings.recent("a")).as("never read: worth a wait").hasValue(1);
        Thread.sleep(period);

        assertThat(readings.recent("a")).as("or the test would hang").hasValue(1);
        answers.countDown();
        assertThat(readings.of("a")).hasValue(2);
    }

    @Test
    void whatWasNeverReadIsUnknownUntilTheSourceAnswers() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        Readings<String, Integer> readings = new Readings<>(
                key -> {
                    awaitQuietly(answers);
                    return count(key);
                },
                LONG,
                SHORT);

        assertThat(readings.of("a")).isEmpty();
        answers.countDown();
        while (readings.of("a").isEmpty()) {
            Thread.sleep(1);
        }
        assertThat(reads).hasValue(1);
    }

    @Test
    void aSourceThatFailsLeavesNobodyWaiting() {
        Readings<String, Integer> readings = new Readings<>(
                key -> {
                    throw new IllegalStateException("on purpose");
                },
                LONG,
                LONG);

        assertThat(readings.of("a")).isEmpty();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
