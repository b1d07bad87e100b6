package io.loupe.web.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.tracking.checkpoint.CheckpointStore;
import io.loupe.tracking.checkpoint.MetricPoint;
import io.loupe.tracking.checkpoint.PublishedCheckpoints;
import io.loupe.tracking.store.MemoryObjectStore;
import io.loupe.web.live.LivePoints;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MetricHistoriesTest {
    private static final int STEPS = 2_000;

    private final CheckpointStore checkpoints = new PublishedCheckpoints(new MemoryObjectStore());

    private UUID trial() {
        UUID trial = UUID.randomUUID();
        List<MetricPoint> log = LongStream.rangeClosed(1, STEPS)
                .mapToObj(step -> new MetricPoint("train/loss", 1.0 / step, step, step))
                .toList();
        checkpoints.publish(
                Optional.empty(),
                new CheckpointStore.Draft(trial.toString(), STEPS, STEPS, 1, Map.of()),
                Map.of("weights", new byte[] {1}),
                log);
        return trial;
    }

    @Test
    void historiesOfManyTrialsFitIntoTheBudgetAndAreReadAgainWhenTheyAreGone() {
        long budget = 200_000;
        MetricHistories histories = new MetricHistories(checkpoints, new LivePoints(), budget);
        List<UUID> trials = LongStream.range(0, 12).mapToObj(i -> trial()).toList();

        for (UUID trial : trials) {
            assertThat(histories.of(trial, Set.of(), 0, Long.MAX_VALUE, 100).series())
                    .containsKey("train/loss");
            assertThat(histories.rememberedBytes()).isBetween(24L * STEPS, budget);
        }

        MetricHistory first = histories.of(trials.getFirst(), Set.of(), 0, Long.MAX_VALUE, 100);
        assertThat(first.publishedStep()).isEqualTo(STEPS);
        assertThat(first.series().get("train/loss").getLast().step()).isEqualTo(STEPS);
    }
}
