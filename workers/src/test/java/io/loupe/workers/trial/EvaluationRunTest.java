package io.loupe.workers.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.checkpoint.Manifest;
import io.loupe.tracking.checkpoint.MetricPoint;
import io.loupe.tracking.weights.PublishedWeights;
import io.loupe.workers.activity.Pulse.Stop;
import io.loupe.workers.fault.FailurePoints.Point;
import io.loupe.workflows.trial.TrialResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class EvaluationRunTest {
    private static final String ROOT = "mlflow/1/run-t1/artifacts/";

    @TempDir
    private Path folder;

    private Lab lab;

    @BeforeEach
    void train() {
        lab = new Lab(folder);
        lab.train(1, new QuietPulse());
    }

    @Test
    void evaluatedTrialHasMetricsArtifactsReceiptAndFinishedRun() throws IOException {
        TrialResults results = evaluate();

        assertThat(results.step()).isEqualTo(Lab.STEPS);
        assertThat(results.metrics()).containsEntry("eval/image_auroc", 1.0).containsKey("eval/au_pro_0.3");
        assertThat(results.heatMaps()).isEqualTo(4);
        assertThat(results.finalWeightsSha256()).isEqualTo(lab.weightsHash());
        assertThat(lab.objects.list(ROOT))
                .contains(
                        ROOT + "metrics.json",
                        ROOT + "heat_maps/dent/000.png",
                        ROOT + "heat_maps/index.json",
                        ROOT + "curves/roc_image.svg",
                        ROOT + "receipt.json");
        assertThat(lab.runs.statuses()).containsExactly("FINISHED");
        assertThat(lab.delivered("train/loss")).hasSize(Lab.STEPS);
        assertThat(lab.delivered("eval/image_auroc")).containsOnlyKeys((long) Lab.STEPS);

        JsonNode receipt = new ObjectMapper()
                .readTree(lab.objects.get(ROOT + "receipt.json").orElseThrow());
        assertThat(receipt.at("/data/version").asText()).isEqualTo(lab.version);
        assertThat(receipt.at("/computed/threads").asText()).isEqualTo("2");
        assertThat(receipt.at("/evaluation/metrics/eval~1image_auroc").asDouble())
                .isEqualTo(1.0);
        assertThat(receipt.at("/checkpoints")
                        .get(receipt.at("/checkpoints").size() - 1)
                        .at("/sha256/weights")
                        .asText())
                .isEqualTo(lab.weightsHash());
    }

    @Test
    void evaluationRepeatedLaterSendsTheSamePoints() {
        TrialResults first = evaluate();
        List<MetricPoint> points = lab.runs.points();
        lab.nanos.addAndGet(3_600_000_000_000L);

        TrialResults second = evaluate();

        assertThat(second).isEqualTo(first);
        assertThat(lab.runs.points()).containsExactlyElementsOf(points);
    }

    @Test
    void evaluationThatDiesHalfwayIsDoneAgainAndLeavesNoFiles() throws IOException {
        lab.failures = (point, trial, number) -> {
            if (point == Point.EVALUATE && number == 3) {
                throw new Lab.Killed();
            }
        };
        assertThatThrownBy(this::evaluate).isInstanceOf(Lab.Killed.class);
        assertThat(lab.runs.statuses()).isEmpty();
        try (Stream<Path> scratch = Files.list(lab.cache.resolve("scratch"))) {
            assertThat(scratch).isEmpty();
        }
        lab.failures = (point, trial, number) -> {};

        assertThat(evaluate().metrics()).containsKey("eval/pixel_auroc");
        assertThat(lab.runs.statuses()).containsExactly("FINISHED");
    }

    @Test
    void partsOfOlderCheckpointsThatWereLeftWhileTheStoreWasAwayGoWithTheEvaluation() {
        Manifest first = lab.tracking.checkpoints().history("t1").getFirst();
        String superseded = "checkpoints/t1/blobs/" + first.parts().getFirst().sha256();
        lab.objects.put(superseded, new byte[] {1}, "application/octet-stream");

        evaluate();

        assertThat(lab.objects.size(superseded)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Stop.Kind.class)
    void evaluationThatIsAskedToStopLetsGoRecordsNothingAndIsDoneAgain(Stop.Kind kind) {
        Workplace workplace = lab.workplace();
        EvaluationRun run = new EvaluationRun(workplace, new Preparation(workplace));

        assertThatThrownBy(() -> run.evaluate(lab.spec(), 1, new QuietPulse(2, kind), lab::announce))
                .isInstanceOf(QuietPulse.Asked.class)
                .hasMessage(kind.name());

        assertThat(lab.runs.statuses()).isEmpty();
        assertThat(evaluate().metrics()).containsKey("eval/image_auroc");
        assertThat(lab.runs.statuses()).containsExactly("FINISHED");
    }

    @Test
    void mlflowAwayIsTemporaryFailure() {
        lab.runs.away(true);

        assertThatThrownBy(this::evaluate)
                .isInstanceOfSatisfying(TrackingException.class, away -> assertThat(away.temporary())
                        .isTrue());
    }

    @Test
    void unusableFinalCheckpointSaysWhatResumeWillDo() {
        lab.objects.put("checkpoints/t1/blobs/" + lab.weightsHash(), new byte[] {0}, "application/octet-stream");

        assertThatThrownBy(this::evaluate)
                .isInstanceOf(TrackingException.class)
                .hasMessageContaining("final checkpoint")
                .hasMessageContaining("Resume trains the rest again");
    }

    @Test
    void weightsThatATrialMadeArePublishedUnderTheirNameWithTheirMeasure() {
        lab.method = new CountingMaker(lab.detector, "my-teacher");

        TrialResults results = evaluate();

        assertThat(results.metrics()).containsOnlyKeys("eval/steps");
        assertThat(results.heatMaps()).isZero();
        PublishedWeights published = lab.tracking.weights().find("my-teacher").orElseThrow();
        assertThat(published.trial()).isEqualTo("t1");
        assertThat(published.sha256()).isEqualTo(lab.weightsHash());
        assertThat(lab.objects.list(ROOT)).contains(ROOT + "metrics.json", ROOT + "model/my-teacher.safetensors");
        assertThat(lab.runs.statuses()).containsExactly("FINISHED");
        assertThat(evaluate()).isEqualTo(results);
    }

    @Test
    void weightsWithoutAWishGetTheNameOfTheirTrial() {
        lab.method = new CountingMaker(lab.detector, "");

        evaluate();

        assertThat(lab.tracking.weights().find("counting-t1")).isPresent();
    }

    @Test
    void aWishedNameThatAnotherTrialHasGetsTheTrialsId() {
        lab.tracking.weights().publish("my-teacher", "another", "t0", Map.of(), new byte[] {1});
        lab.method = new CountingMaker(lab.detector, "my-teacher");

        evaluate();

        assertThat(lab.tracking.weights().find("my-teacher").orElseThrow().trial())
                .isEqualTo("t0");
        assertThat(lab.tracking.weights().find("my-teacher-t1").orElseThrow().sha256())
                .isEqualTo(lab.weightsHash());
    }

    private TrialResults evaluate() {
        Workplace workplace = lab.workplace();
        return new EvaluationRun(workplace, new Preparation(workplace))
                .evaluate(lab.spec(), 1, new QuietPulse(), lab::announce);
    }
}
