package io.loupe.tracking.mlflow;

import static io.loupe.tracking.testing.FakeMlflow.Fault.COLLISION;
import static io.loupe.tracking.testing.FakeMlflow.Fault.ERROR_500;
import static io.loupe.tracking.testing.FakeMlflow.Fault.HANG;
import static io.loupe.tracking.testing.FakeMlflow.Fault.LOSE_ANSWER;
import static io.loupe.tracking.testing.FakeMlflow.Fault.TOO_MANY_REQUESTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.loupe.tracking.Parallel;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.checkpoint.MetricPoint;
import io.loupe.tracking.mlflow.RunTracker.Run;
import io.loupe.tracking.mlflow.RunTracker.RunDescription;
import io.loupe.tracking.retry.RetryPolicy;
import io.loupe.tracking.store.MemoryObjectStore;
import io.loupe.tracking.testing.FakeMlflow;
import io.loupe.tracking.testing.InterceptedObjectStore;
import io.loupe.tracking.testing.StoredRun;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MlflowRunTrackerTest {
    static final MlflowPatience QUICK = new MlflowPatience(
            Duration.ofSeconds(2),
            new RetryPolicy(4, Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(20)));

    private final MemoryObjectStore memory = new MemoryObjectStore();
    private final InterceptedObjectStore objects = new InterceptedObjectStore(memory);
    private FakeMlflow mlflow;
    private MlflowRunTracker tracker;

    @BeforeEach
    void start() throws IOException {
        mlflow = FakeMlflow.start();
        tracker = tracker(QUICK);
    }

    @AfterEach
    void stop() {
        tracker.close();
        mlflow.close();
    }

    @Test
    void aTrialsRunIsNestedNamedTaggedAndHasItsParametersAndDataset() {
        Run run = tracker.ensureRun(description("t1", Map.of("vae.beta", "0.1", "loss", "mse-vae")));

        assertThat(mlflow.experiments()).containsExactly("loupe/Which loss? (e1)");
        StoredRun parent = mlflow.activeRuns("experiment").getFirst();
        assertThat(parent.name).isEqualTo("experiment");
        StoredRun stored = mlflow.run(run.runId());
        assertThat(stored.name).isEqualTo("screw / vae / seed 1");
        assertThat(stored.tags)
                .containsEntry("mlflow.parentRunId", parent.id)
                .containsEntry("loupe.trial", "t1")
                .containsEntry("loupe.experiment", "e1")
                .containsEntry("loupe.arm", "vae")
                .containsEntry("mlflow.source.type", "JOB");
        assertThat(stored.params).containsOnly(Map.entry("vae.beta", "0.1"), Map.entry("loss", "mse-vae"));
        assertThat(stored.datasets).containsExactly("mvtec-ad@" + "ab".repeat(18));
        assertThat(run.artifactRoot()).isEqualTo("mlflow/1/" + run.runId() + "/artifacts");
        assertThat(run.experimentId()).isEqualTo("1");
    }

    @Test
    void askingAgainGivesTheSameRunAlsoToAnotherProcess() {
        Run first = tracker.ensureRun(description("t1", Map.of("a", "1")));

        assertThat(tracker.ensureRun(description("t1", Map.of("a", "1")))).isEqualTo(first);
        try (MlflowRunTracker other = tracker(QUICK)) {
            assertThat(other.ensureRun(description("t1", Map.of("a", "1")))).isEqualTo(first);
        }
        assertThat(mlflow.runs()).hasSize(2);
    }

    @Test
    void trialsOfOneExperimentShareItsParentRun() {
        Run one = tracker.ensureRun(description("t1", Map.of()));
        Run two = tracker.ensureRun(description("t2", Map.of()));

        assertThat(one.runId()).isNotEqualTo(two.runId());
        assertThat(mlflow.activeRuns("experiment")).hasSize(1);
        assertThat(tracker.ensureExperiment("e1", "Which loss?").runId())
                .isEqualTo(mlflow.run(one.runId()).tags.get("mlflow.parentRunId"));
    }

    @Test
    void manyCallersAtOnceGetOneRunAndLeaveNoOther() {
        List<Integer> callers = IntStream.range(0, 8).boxed().toList();

        List<Run> runs = Parallel.map(callers, 8, caller -> {
            try (MlflowRunTracker own = tracker(QUICK)) {
                return own.ensureRun(description("t1", Map.of("a", "1")));
            }
        });

        assertThat(runs).containsOnly(runs.getFirst());
        assertThat(mlflow.activeRuns("trial")).hasSize(1);
        assertThat(mlflow.activeRuns("experiment")).hasSize(1);
    }

    @Test
    void aRunWhoseMakerDiedBeforeRecordingItIsAdopted() {
        objects.before((verb, key) -> {
            if (verb.equals("create") && key.equals("checkpoints/t1/run.json")) {
                throw new IllegalStateException("killed");
            }
        });
        assertThatThrownBy(() -> tracker.ensureRun(description("t1", Map.of()))).hasMessage("killed");
        String orphan = mlflow.activeRuns("trial").getFirst().id;
        objects.before((verb, key) -> {});

        assertThat(tracker.ensureRun(description("t1", Map.of())).runId()).isEqualTo(orphan);
        assertThat(mlflow.activeRuns("trial")).hasSize(1);
    }

    @Test
    void aCreatedRunWhoseAnswerWasLostDoesNotStayBesideTheChosenOne() {
        tracker.ensureExperiment("e1", "Which loss?");
        mlflow.loseAnswerOf("runs/create");

        Run run = tracker.ensureRun(description("t1", Map.of()));

        assertThat(mlflow.runs())
                .filteredOn(stored -> stored.tags.containsKey("loupe.arm"))
                .hasSize(2);
        assertThat(mlflow.activeRuns("trial")).singleElement().satisfies(stored -> assertThat(stored.id)
                .isEqualTo(run.runId()));
    }

    @Test
    void aRunDeletedByAUserIsRestoredWhenItIsWrittenTo() {
        Run run = tracker.ensureRun(description("t1", Map.of()));
        mlflow.run(run.runId()).stage = "deleted";

        tracker.log(run.runId(), points(1, 3));
        assertThat(mlflow.run(run.runId()).stage).isEqualTo("active");
        assertThat(mlflow.points(run.runId())).hasSize(3);

        mlflow.run(run.runId()).stage = "deleted";
        assertThat(tracker.ensureRun(description("t1", Map.of()))).isEqualTo(run);
        assertThat(mlflow.run(run.runId()).stage).isEqualTo("active");
    }

    @Test
    void aServerWithANewDatabaseGetsANewRun() {
        Run before = tracker.ensureRun(description("t1", Map.of()));
        tracker.log(before.runId(), points(1, 3));
        mlflow.forget();

        Run after = tracker.ensureRun(description("t1", Map.of()));

        assertThat(tracker.ensureRun(description("t1", Map.of()))).isEqualTo(after);
        assertThat(mlflow.activeRuns("trial")).singleElement().satisfies(run -> assertThat(run.id)
                .isEqualTo(after.runId()));
        assertThatThrownBy(() -> tracker.log("gone", points(1, 1)))
                .isInstanceOfSatisfying(
                        TrackingException.class, e -> assertThat(e.temporary()).isFalse())
                .hasMessageContaining("RESOURCE_DOES_NOT_EXIST");
    }

    @Test
    void pointsAreSentInBatchesAndSendingThemAgainChangesNothing() {
        Run run = tracker.ensureRun(description("t1", Map.of()));
        List<MetricPoint> points = points(1, 2500);

        tracker.log(run.runId(), points);
        tracker.log(run.runId(), points);

        assertThat(mlflow.points(run.runId())).containsExactlyElementsOf(points);
        assertThat(mlflow.requests()).filteredOn("runs/log-batch"::equals).hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void valuesThatAreNoNumbersArrive() {
        Run run = tracker.ensureRun(description("t1", Map.of()));
        List<MetricPoint> points = List.of(
                new MetricPoint("train/loss", Double.NaN, 1, 5),
                new MetricPoint("train/loss", Double.POSITIVE_INFINITY, 2, 5),
                new MetricPoint("train/loss", Double.NEGATIVE_INFINITY, 3, 5));

        tracker.log(run.runId(), points);

        assertThat(mlflow.points(run.runId())).containsExactlyElementsOf(points);
    }

    @Test
    void errorsThatPassAndLostAnswersAreRiddenOut() {
        Run run = tracker.ensureRun(description("t1", Map.of()));
        mlflow.next(COLLISION, TOO_MANY_REQUESTS, LOSE_ANSWER);

        tracker.log(run.runId(), points(1, 5));

        assertThat(mlflow.points(run.runId())).containsExactlyElementsOf(points(1, 5));
    }

    @Test
    void serverErrorsAreRiddenOut() {
        Run run = tracker.ensureRun(description("t1", Map.of()));
        mlflow.next(ERROR_500, ERROR_500);

        tracker.setStatus(run.runId(), "FINISHED");

        assertThat(mlflow.run(run.runId()).status).isEqualTo("FINISHED");
    }

    @Test
    void aHungServerIsGivenUpInTime() {
        Run run = tracker.ensureRun(description("t1", Map.of()));
        MlflowPatience impatient = new MlflowPatience(
                Duration.ofMillis(200),
                new RetryPolicy(2, Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofSeconds(5)));
        try (MlflowRunTracker hasty = tracker(impatient)) {
            mlflow.next(HANG, HANG, HANG, HANG, HANG, HANG);
            long start = System.nanoTime();

            TrackingException e =
                    catchThrowableOfType(TrackingException.class, () -> hasty.log(run.runId(), points(1, 1)));
            TrackingException rest =
                    catchThrowableOfType(TrackingException.class, () -> hasty.setStatus(run.runId(), "RUNNING"));

            assertThat(e.temporary()).isTrue();
            assertThat(e).hasMessageContainingAll("did not answer within 200 ms", "log metrics to run", "2 tries");
            assertThat(rest.temporary()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void aServerThatIsNotThereIsTemporary() {
        mlflow.close();

        assertThatThrownBy(() -> tracker.log("x", points(1, 1)))
                .isInstanceOfSatisfying(
                        TrackingException.class, e -> assertThat(e.temporary()).isTrue())
                .hasMessageContaining("MLflow at " + mlflow.url() + " does not answer");
    }

    @Test
    void aRefusalIsNotTemporaryAndSaysWhatMlflowSaid() {
        Run run = tracker.ensureRun(description("t1", Map.of()));

        assertThatThrownBy(() -> tracker.log(run.runId(), List.of(new MetricPoint("a*b", 1, 1, 1))))
                .isInstanceOfSatisfying(
                        TrackingException.class, e -> assertThat(e.temporary()).isFalse())
                .hasMessageContaining("400 INVALID_PARAMETER_VALUE Invalid metric name");
    }

    @Test
    void aChangedParameterBecomesATagBecauseParametersAreWrittenOnce() {
        Run run = tracker.ensureRun(description("t1", Map.of("epochs", "400")));

        tracker.ensureRun(description("t1", Map.of("epochs", "500", "batch", "8")));

        assertThat(mlflow.run(run.runId()).params).containsOnly(Map.entry("epochs", "400"), Map.entry("batch", "8"));
        assertThat(mlflow.run(run.runId()).tags).containsEntry("loupe.changed.epochs", "500");
    }

    @Test
    void moreParametersAndTagsThanABatchHoldsArrive() {
        Map<String, String> params = new HashMap<>();
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i < 250; i++) {
            params.put("p" + i, "v".repeat(i * 40));
            tags.put("t" + i, "v".repeat(i * 40));
        }

        Run run = tracker.ensureRun(description("t1", params));
        tracker.tag(run.runId(), tags);

        assertThat(mlflow.run(run.runId()).params).hasSize(250);
        assertThat(mlflow.run(run.runId()).params.get("p249")).hasSize(6000);
        assertThat(mlflow.run(run.runId()).tags.get("t249")).hasSize(5000);
    }

    @Test
    void aRunEndsOnceAndCanBeOpenedAgain() {
        Run run = tracker.ensureRun(description("t1", Map.of()));

        tracker.setStatus(run.runId(), "FAILED");
        long end = mlflow.run(run.runId()).endTime;
        tracker.setStatus(run.runId(), "FAILED");
        assertThat(mlflow.run(run.runId()).status).isEqualTo("FAILED");
        assertThat(mlflow.run(run.runId()).endTime).isPositive().isEqualTo(end);

        tracker.setStatus(run.runId(), "RUNNING");
        assertThat(mlflow.run(run.runId()).status).isEqualTo("RUNNING");
        assertThat(mlflow.run(run.runId()).endTime).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tracker.setStatus(run.runId(), "DONE"))
                .withMessageContaining("\"DONE\"");
    }

    @Test
    void anArtifactFolderOutsideTheBucketIsRefusedWithTheCure() {
        try (MlflowRunTracker other =
                new MlflowRunTracker(mlflow.url(), objects, "another", QUICK, Clock.systemUTC())) {
            assertThatThrownBy(() -> other.ensureRun(description("t1", Map.of())))
                    .hasMessageContainingAll("s3://loupe/mlflow/1/", "--default-artifact-root s3://another/mlflow");
        }
    }

    @Test
    void idsThatCouldEscapeTheFilterOrTheFolderAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> tracker.ensureExperiment("e' or 'a", "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> tracker.ensureRun(description("../t", Map.of())));
    }

    private MlflowRunTracker tracker(MlflowPatience patience) {
        return new MlflowRunTracker(mlflow.url(), objects, "loupe", patience, Clock.systemUTC());
    }

    static RunDescription description(String trial, Map<String, String> params) {
        return new RunDescription(
                "e1",
                "Which loss?",
                trial,
                "screw / vae / seed 1",
                params,
                Map.of("loupe.arm", "vae", "loupe.seed", "1"),
                "mvtec-ad",
                "ab".repeat(32));
    }

    static List<MetricPoint> points(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(step -> new MetricPoint("train/loss", 1.0 / step, step, 1_767_225_600_000L + step))
                .toList();
    }
}
