package io.loupe.workers.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.checkpoint.MetricPoint;
import io.loupe.workers.activity.Pulse.Stop;
import io.loupe.workers.fault.FailurePoints.Point;
import io.loupe.workflows.trial.LatencyWish;
import io.loupe.workflows.trial.TrialResults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Passes move the clock, so that every figure is known. */
@Timeout(60)
class LatencyRunTest {
    private static final int PASSES = 20;
    private static final long MILLISECOND = 1_000_000;
    private static final String ROOT = "mlflow/1/run-t1/artifacts/";

    @TempDir
    private Path folder;

    private Lab lab;

    /** Images of each pass, in order. */
    private final List<Integer> passes = new ArrayList<>();

    @BeforeEach
    void train() {
        lab = new Lab(folder);
        lab.latency = Optional.of(new LatencyWish(PASSES, 4));
        lab.train(1, new QuietPulse());
        // The first ones are slow, as where kernels are still chosen; then 10 ms, and one of 20 ms in every ten.
        lab.detector.eachPass = images -> {
            passes.add(images);
            long slow = passes.size() <= PASSES ? 500 : passes.size() % 10 == 0 ? 20 : 10;
            lab.nanos.addAndGet(slow * MILLISECOND * images);
        };
    }

    @Test
    void theMeanIsOfThePassesThatComeAfterAsManyThatDoNotCount() {
        TrialResults results = evaluate();

        assertThat(passes).hasSize(4 * PASSES);
        assertThat(passes.subList(0, 2 * PASSES)).containsOnly(1);
        assertThat(passes.subList(2 * PASSES, 4 * PASSES)).containsOnly(4);
        assertThat(results.metrics())
                .containsEntry("eval/latency_ms", 11.0)
                .containsEntry("eval/latency_ms_median", 10.0)
                .containsEntry("eval/latency_ms_p95", 20.0)
                // 20 passes of four images, 44 ms each in the mean.
                .containsEntry("eval/images_per_second_batch_4", 80 / 0.88)
                .containsEntry("eval/image_auroc", 1.0);
        assertThat(lab.delivered("eval/latency_ms")).containsEntry((long) Lab.STEPS, 11.0);
        assertThat(lab.announced)
                .anyMatch(line -> line.startsWith("notice: An image takes 11.00 ms, the mean of 20 passes (")
                        && line.endsWith("2 threads)."))
                .anyMatch(line -> line.startsWith("notice: 90.9 images a second in batches of 4 ("));
    }

    @Test
    void theThroughputIsMeasuredOnlyIfAskedFor() {
        lab.latency = Optional.of(new LatencyWish(PASSES, 0));

        assertThat(evaluate().metrics()).containsKey("eval/latency_ms").noneSatisfy((name, _) -> assertThat(name)
                .contains("images_per_second"));
        assertThat(passes).hasSize(2 * PASSES).containsOnly(1);
    }

    @Test
    void withoutAWishNothingIsMeasured() throws IOException {
        lab.latency = Optional.empty();

        assertThat(evaluate().metrics())
                .noneSatisfy((name, _) -> assertThat(name).contains("latency"));
        assertThat(passes).isEmpty();
        assertThat(receipt().has("latency")).isFalse();
    }

    @Test
    void theReceiptHasTheTimesApartFromWhatATrialThatIsRunAgainHasToo() throws IOException {
        evaluate();

        JsonNode receipt = receipt();
        assertThat(receipt.at("/evaluation/metrics").properties().stream().map(Map.Entry::getKey))
                .contains("eval/image_auroc")
                .noneMatch(name -> name.contains("latency") || name.contains("images_per_second"));
        assertThat(receipt.at("/latency/metrics/eval~1latency_ms").asDouble()).isEqualTo(11.0);
        assertThat(receipt.at("/latency/passes").asInt()).isEqualTo(PASSES);
        assertThat(receipt.at("/latency/machine/device").asText()).isEqualTo("cpu");
        assertThat(receipt.at("/latency/machine/threads").asText()).isEqualTo("2");
    }

    @Test
    void anEvaluationRepeatedLaterSendsTheSameTimes() {
        TrialResults first = evaluate();
        List<MetricPoint> points = lab.runs.points();
        int before = passes.size();
        lab.nanos.addAndGet(3_600_000 * MILLISECOND);

        assertThat(evaluate()).isEqualTo(first);
        assertThat(passes).hasSize(before);
        assertThat(lab.runs.points()).containsExactlyElementsOf(points);
    }

    @ParameterizedTest
    @EnumSource(Stop.Kind.class)
    void itStopsBetweenPassesAndTheEvaluationIsNotDoneAgain(Stop.Kind kind) {
        List<Long> scored = new ArrayList<>();
        lab.failures = (point, trial, number) -> {
            if (point == Point.EVALUATE) {
                scored.add(number);
            }
        };

        assertThatThrownBy(() -> evaluate(new QuietPulse(15, kind)))
                .isInstanceOf(QuietPulse.Asked.class)
                .hasMessage(kind.name());

        assertThat(passes).hasSize(15);
        assertThat(lab.runs.statuses()).isEmpty();
        assertThat(scored).hasSize(4);

        passes.clear();
        assertThat(evaluate().metrics()).containsEntry("eval/latency_ms", 11.0).containsKey("eval/image_auroc");
        assertThat(scored).hasSize(4);
        assertThat(lab.runs.statuses()).containsExactly("FINISHED");
    }

    @Test
    void beingAskedToStopAgainAndAgainIsNoReasonToGiveUp() {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> evaluate(new QuietPulse(PASSES, Stop.Kind.DRAIN)))
                    .isInstanceOf(QuietPulse.Asked.class);
        }
        passes.clear();

        assertThat(evaluate().metrics()).containsEntry("eval/latency_ms", 11.0);
    }

    @Test
    void aStoreThatIsAwayIsWaitedForAsOftenAsItTakes() {
        IntConsumer there = lab.detector.eachPass;
        lab.detector.eachPass = images -> {
            throw new TrackingException("the store does not answer", true, null);
        };
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(this::evaluate).hasMessage("the store does not answer");
        }
        lab.detector.eachPass = there;

        assertThat(evaluate().metrics()).containsEntry("eval/latency_ms", 11.0);
    }

    @Test
    void aFailureCostsTheTimesAndNotTheEvaluation() throws IOException {
        lab.failures = (point, trial, number) -> {
            if (point == Point.LATENCY && number == 3) {
                throw new IllegalStateException("the device is gone");
            }
        };

        TrialResults results = evaluate();

        assertThat(results.metrics()).containsEntry("eval/image_auroc", 1.0).doesNotContainKey("eval/latency_ms");
        assertThat(lab.runs.statuses()).containsExactly("FINISHED");
        assertThat(lab.announced)
                .anyMatch(line -> line.startsWith("notice: The latency was not measured:")
                        && line.contains("the device is gone")
                        && line.endsWith("The evaluation stands."));
        assertThat(receipt().at("/latency/missing/eval~1latency_ms").asText()).contains("the device is gone");
    }

    @Test
    void aBatchThatIsTooLargeCostsTheThroughputAlone() throws IOException {
        lab.detector.eachPass = images -> {
            if (images > 1) {
                throw new OutOfMemoryError("Java heap space");
            }
        };

        TrialResults results = evaluate();

        assertThat(results.metrics())
                .containsKey("eval/latency_ms")
                .doesNotContainKey("eval/images_per_second_batch_4");
        assertThat(lab.announced)
                .anyMatch(line -> line.startsWith(
                        "notice: The throughput in batches of 4 was not measured: The worker ran out of memory"));
        assertThat(receipt().at("/latency/missing").size()).isEqualTo(1);
    }

    @Test
    void aWorkerThatIsLostEveryTimeIsNotFollowedForEver() throws IOException {
        lab.failures = (point, trial, number) -> {
            if (point == Point.LATENCY) {
                throw new Gone();
            }
        };
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(this::evaluate).isInstanceOf(Gone.class);
        }

        TrialResults results = evaluate();

        assertThat(results.metrics()).containsKey("eval/image_auroc").doesNotContainKey("eval/latency_ms");
        assertThat(receipt().at("/latency/missing/eval~1latency_ms").asText())
                .isEqualTo("the worker was lost 3 times while it measured");
        assertThat(lab.objects.list("checkpoints/t1/evaluations/")).noneMatch(key -> key.endsWith(".begun"));
    }

    @Test
    void whatMakesWeightsHasNoLatency() {
        lab.method = new CountingMaker(lab.detector, "my-teacher");

        assertThat(evaluate().metrics()).containsOnlyKeys("eval/steps");
        assertThat(lab.runs.statuses()).containsExactly("FINISHED");
    }

    /** The process is no more; nothing that catches what goes wrong sees this. */
    private static final class Gone extends Error {
        private static final long serialVersionUID = 1L;
    }

    private JsonNode receipt() throws IOException {
        return new ObjectMapper()
                .readTree(lab.objects.get(ROOT + "receipt.json").orElseThrow());
    }

    private TrialResults evaluate() {
        return evaluate(new QuietPulse());
    }

    private TrialResults evaluate(QuietPulse pulse) {
        Workplace workplace = lab.workplace();
        return new EvaluationRun(workplace, new Preparation(workplace)).evaluate(lab.spec(), 1, pulse, lab::announce);
    }
}
