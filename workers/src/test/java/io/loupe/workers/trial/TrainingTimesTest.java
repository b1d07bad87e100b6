package io.loupe.workers.trial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrainingTimesTest {
    private long clock = 5;

    @Test
    void everyNanosecondIsAccountedForOnce() {
        TrainingTimes times = new TrainingTimes(() -> clock);
        long step = times.now();
        clock += 600_000_000;
        times.step(step, false);
        long beside = times.now();
        clock += 350_000_000;
        times.step(beside, true);
        long checkpoint = times.now();
        clock += 20_000_000;
        times.checkpoint(checkpoint);
        long wait = times.now();
        clock += 10_000_000;
        times.waited(wait);
        clock += 20_000_000;

        assertThat(times.summary())
                .isEqualTo(
                        "2 steps in 1.0 s: 95.00 % in steps, 2.000 % in taking 1 checkpoints, 1.000 % waiting for one,"
                                + " 2.000 % in all else; a step took 600.0 ms, one beside a checkpoint on its way 350.0 ms (1 steps)");
    }

    @Test
    void anAttemptThatDidNothingSaysSo() {
        assertThat(new TrainingTimes(() -> clock).summary()).startsWith("0 steps in 0.0 s");
    }
}
