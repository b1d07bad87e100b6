package io.loupe.web.pages.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.web.SomeTrial;
import io.loupe.web.orchestration.WorkerView;
import io.loupe.web.pages.layout.Beats;
import io.loupe.web.pages.layout.When;
import io.loupe.workflows.trial.TrialProgress;
import io.loupe.workflows.trial.TrialState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class WorkerRowTest {
    private static final Instant NOW = Instant.parse("2026-03-12T14:32:31Z");

    @Test
    void aWorkerThatTrainsServesItsTrialsQueueThoughItAsksItForNothing() {
        WorkersView.Worker row = row(seen(NOW, true, "data"), busy(NOW));

        assertThat(row.queues()).isEqualTo("data, train-cpu");
        assertThat(row.work()).hasValueSatisfying(work -> {
            assertThat(work.trial()).isEqualTo("screw / a / seed 1");
            assertThat(work.progress()).isEqualTo("63 %");
        });
        assertThat(row.memory()).isEqualTo("2.0 GiB");
    }

    @Test
    void aWorkerThatWaitsServesTheQueuesItAsks() {
        assertThat(row(seen(NOW, true, "train-cpu", "data"), Optional.empty()).queues())
                .isEqualTo("data, train-cpu");
    }

    @Test
    void aWorkerIsSilentWhenItNeitherAsksNorBeats() {
        Instant before = NOW.minusSeconds(90);

        assertThat(row(seen(before, false), Optional.empty()).silent()).isTrue();
        assertThat(row(seen(before, true), Optional.empty()).silent()).isFalse();
        assertThat(row(seen(before, false), busy(NOW)).silent()).isFalse();
    }

    @Test
    void itWasSeenWhenItAskedOrBeatLast() {
        Instant before = NOW.minusSeconds(90);

        assertThat(row(seen(before, true), busy(NOW)).seen()).contains(When.of(NOW, NOW));
        assertThat(row(seen(NOW, true), busy(before)).seen()).contains(When.of(NOW, NOW));
        assertThat(row(seen(before, true), Optional.empty()).seen()).contains(When.of(before, NOW));
    }

    private static WorkersView.Worker row(WorkerView worker, Optional<WorkerRow.Busy> busy) {
        return WorkerRow.of(worker, busy, Optional.empty(), NOW);
    }

    private static WorkerView seen(Instant last, boolean answering, String... queues) {
        return new WorkerView(
                "node-a/cpu/4711",
                "node-a",
                "cpu",
                "4711",
                "",
                new TreeSet<>(List.of(queues)),
                last,
                answering,
                Optional.empty());
    }

    private static Optional<WorkerRow.Busy> busy(Instant beat) {
        TrialProgress progress =
                new TrialProgress("training", 1, 63, 100, 4, Map.of(), 0, 0, 2L << 30, "cpu", beat.toEpochMilli());
        return Optional.of(new WorkerRow.Busy(
                SomeTrial.of(0, TrialState.TRAINING, "mvtec-ad", "screw", Map.of()),
                new Beats.Beat(progress, "node-a/cpu/4711", 1)));
    }
}
