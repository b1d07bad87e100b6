package io.loupe.workers.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.DetectorException;
import io.loupe.tracking.checkpoint.Manifest;
import io.loupe.workers.activity.Pulse.Stop;
import io.loupe.workflows.trial.TrainOutcome;
import io.loupe.workflows.trial.TrialOrigin;
import io.loupe.workflows.trial.TrialResults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What restart, fork and extend mean to a worker: whose checkpoints it reads and writes, and what MLflow shows. */
@Timeout(60)
class VerbsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private Lab lab;

    @BeforeEach
    void open() {
        lab = new Lab(folder.resolve("lab"));
    }

    private TrialResults evaluate() {
        Workplace workplace = lab.workplace();
        return new EvaluationRun(workplace, new Preparation(workplace))
                .evaluate(lab.spec(), 1, new QuietPulse(), lab::announce);
    }

    private static List<Long> steps(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void restartBeginsAtStepZeroAndKeepsTheAttemptBeforeApart() {
        lab.train(1, new QuietPulse(23, Stop.Kind.DRAIN));
        assertThat(lab.deliver(SOON)).isTrue();
        Map<Long, Double> before = lab.delivered("train/loss");
        List<Manifest> kept = lab.tracking.checkpoints().history("t1");

        lab.change = spec -> spec.restarted(1);
        assertThat(lab.train(1, new QuietPulse())).isEqualTo(new TrainOutcome.Completed(Lab.STEPS));
        assertThat(lab.deliver(SOON)).isTrue();

        assertThat(lab.announced).last().asString().contains("begins the training");
        assertThat(lab.tracking.checkpoints().history("t1")).isEqualTo(kept);
        assertThat(lab.delivered("train/loss")).isEqualTo(before);
        assertThat(lab.delivered("restart-1/train/loss").keySet()).containsExactlyElementsOf(steps(1, Lab.STEPS));
        assertThat(lab.newest().complete()).isTrue();
    }

    @Test
    void restartAfterSuccessWritesFilesAndFiguresBesideTheEarlierOnes() {
        lab.train(1, new QuietPulse());
        TrialResults first = evaluate();
        lab.change = spec -> spec.restarted(1);
        lab.train(1, new QuietPulse());
        TrialResults second = evaluate();

        assertThat(second.artifactRoot()).isEqualTo(first.artifactRoot() + "/restart-1");
        assertThat(second.mlflowRunId()).isEqualTo(first.mlflowRunId());
        assertThat(second.finalWeightsSha256()).isEqualTo(first.finalWeightsSha256());
        assertThat(lab.objects.get(first.artifactRoot() + "/receipt.json")).isPresent();
        assertThat(lab.objects.get(second.artifactRoot() + "/receipt.json")).isPresent();
        assertThat(lab.delivered("eval/image_auroc")).hasSize(1);
        assertThat(lab.delivered("restart-1/eval/image_auroc")).hasSize(1);
    }

    @Test
    void anExtendedTrainingEndsInTheBytesOfOneThatWasThatLongFromTheBeginning() {
        Lab undisturbed = new Lab(folder.resolve("undisturbed"));
        undisturbed.change = spec -> spec.withSettings(Map.of("steps", 70));
        undisturbed.train(1, new QuietPulse());

        lab.train(1, new QuietPulse());
        TrialResults first = evaluate();
        lab.change = spec -> spec.withSettings(Map.of("steps", 70));
        assertThat(lab.train(1, new QuietPulse())).isEqualTo(new TrainOutcome.Completed(70));
        TrialResults second = evaluate();

        assertThat(lab.announced).last().asString().contains("goes on from step 50, where the training had ended");
        assertThat(lab.weightsHash()).isEqualTo(undisturbed.weightsHash());
        assertThat(lab.deliver(SOON)).isTrue();
        assertThat(lab.delivered("train/loss").keySet()).containsExactlyElementsOf(steps(1, 70));
        assertThat(first.step()).isEqualTo(50);
        assertThat(second.step()).isEqualTo(70);
        assertThat(lab.delivered("eval/image_auroc").keySet()).containsExactly(50L, 70L);
    }

    @Test
    void forkGoesOnFromTheCheckpointItWasGivenAndLeavesTheParentAlone() {
        lab.train(1, new QuietPulse(23, Stop.Kind.DRAIN));
        Manifest chosen = lab.newest();
        lab.tracking.checkpoints().pin("t1", chosen.sequence(), "t2");
        lab.train(1, new QuietPulse());
        String parent = lab.weightsHash();

        lab.change = spec -> lab.fork("t2", spec, new TrialOrigin("t1", "t1", chosen.sequence(), chosen.step()));
        assertThat(lab.train(1, new QuietPulse())).isEqualTo(new TrainOutcome.Completed(Lab.STEPS));

        assertThat(lab.announced).last().asString().contains("begins with step 23 of trial t1");
        assertThat(lab.weightsHash())
                .as("the same settings end in the same bytes")
                .isEqualTo(parent);
        assertThat(lab.tracking.checkpoints().history("t2").getFirst().step()).isGreaterThan(23);
        assertThat(lab.tracking.checkpoints().history("t2").getFirst().sequence())
                .isEqualTo(1);
    }

    @Test
    void forkOfCheckpointThatIsGoneSaysSo() {
        lab.train(1, new QuietPulse());
        lab.change = spec -> lab.fork("t2", spec, new TrialOrigin("t1", "t1", 1, 10));

        assertThatThrownBy(() -> lab.train(1, new QuietPulse()))
                .isInstanceOfSatisfying(DetectorException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(DetectorException.Kind.DATA);
                    assertThat(failure.place()).isEqualTo("trial t1, step 10");
                });
    }
}
