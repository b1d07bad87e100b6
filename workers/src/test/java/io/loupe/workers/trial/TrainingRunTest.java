package io.loupe.workers.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.Compute;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.weights.Weights;
import io.loupe.detectors.weights.WeightsLibrary;
import io.loupe.tracking.checkpoint.LostRaceException;
import io.loupe.tracking.checkpoint.Manifest;
import io.loupe.tracking.store.Sha256;
import io.loupe.workers.activity.Pulse.Stop;
import io.loupe.workers.fault.FailurePoints.Point;
import io.loupe.workflows.trial.TrainOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TrainingRunTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final List<Long> ALL_STEPS =
            LongStream.rangeClosed(1, Lab.STEPS).boxed().toList();

    @TempDir
    private Path folder;

    private Lab lab;

    @BeforeEach
    void open() {
        lab = new Lab(folder.resolve("lab"));
    }

    @Test
    void undisturbedTrainingPublishesAndDeliversEveryStepOnce() {
        TrainOutcome outcome = lab.train(1, new QuietPulse());

        assertThat(outcome).isEqualTo(new TrainOutcome.Completed(Lab.STEPS));
        assertThat(lab.newest().complete()).isTrue();
        assertThat(lab.tracking.checkpoints().history("t1")).hasSizeGreaterThan(2);
        assertThat(lab.deliver(SOON)).isTrue();
        assertThat(lab.delivered("train/loss").keySet()).containsExactlyElementsOf(ALL_STEPS);
        assertThat(lab.delivered("train/learning_rate").keySet()).containsExactlyElementsOf(ALL_STEPS);
        assertThat(lab.newest().facts())
                .containsEntry("device", "cpu")
                .containsEntry("threads", "2")
                .containsEntry("seed", "7")
                .containsKeys("pytorch", "processor", "settings", "dataset");
    }

    @Test
    void aTrainingFindsWeightsOfTheWorkersFoldersAndOfTrials() {
        lab.files = name -> new Weights(name, "0", new TreeMap<>());
        byte[] made = SafeTensors.write(Map.of(), List.of());
        lab.tracking.weights().publish("my-teacher", "Teacher", "t0", Map.of(), made);

        lab.train(1, new QuietPulse());

        WeightsLibrary library = lab.detector.libraries().getFirst();
        assertThat(library.load("in-a-folder").sha256()).isEqualTo("0");
        assertThat(library.load("my-teacher").sha256()).isEqualTo(Sha256.of(made));
    }

    @Test
    void whatAMethodHasToSayOfItsSettingsStandsInTheTimelineOnce() {
        lab.detector.notices = List.of("Nothing keeps it from counting.");
        lab.failures = Lab.dyingAt(Point.STEP, 29);

        lab.trainUntilComplete();

        assertThat(lab.announced)
                .filteredOn(line -> line.startsWith("notice"))
                .containsExactly("notice: Nothing keeps it from counting.");
    }

    @ParameterizedTest
    @CsvSource({
        "STEP, 1",
        "STEP, 7",
        "STEP, 29",
        "STEP, 50",
        "BEFORE_MANIFEST, 1",
        "BEFORE_MANIFEST, 2",
        "BEFORE_MANIFEST, 4",
        "AFTER_MANIFEST, 1",
        "AFTER_MANIFEST, 2",
        "AFTER_MANIFEST, 4"
    })
    void resumingAfterDeathEndsInTheSameBytesAndPoints(Point point, int times) {
        Lab undisturbed = new Lab(folder.resolve("undisturbed"));
        undisturbed.train(1, new QuietPulse());
        undisturbed.deliver(SOON);

        lab.failures = Lab.dyingAt(point, times);
        lab.trainUntilComplete();

        assertThat(lab.deliver(SOON)).isTrue();
        assertThat(lab.weightsHash()).isEqualTo(undisturbed.weightsHash());
        assertThat(lab.delivered("train/loss")).isEqualTo(undisturbed.delivered("train/loss"));
        assertThat(lab.delivered("train/learning_rate")).isEqualTo(undisturbed.delivered("train/learning_rate"));
    }

    @Test
    void attemptThatWasOvertakenLosesAndHarmsNothing() {
        AtomicBoolean overtaken = new AtomicBoolean();
        lab.publishing = Runnable::run;
        lab.failures = (point, trial, number) -> {
            if (point == Point.STEP && number == 25 && overtaken.compareAndSet(false, true)) {
                // While the first attempt sleeps in its 25th step, another does all the work.
                lab.train(2, new QuietPulse());
            }
        };

        assertThatThrownBy(() -> lab.train(1, new QuietPulse())).isInstanceOf(LostRaceException.class);

        assertThat(lab.newest().attempt()).isEqualTo(2);
        assertThat(lab.newest().complete()).isTrue();
        assertThat(lab.deliver(SOON)).isTrue();
        assertThat(lab.delivered("train/loss").keySet()).containsExactlyElementsOf(ALL_STEPS);
    }

    @Test
    void trainingThatIsDrainedWhileItsImagesAreFetchedIsGivenBackAsItWas() {
        lab.train(1, new QuietPulse(23, Stop.Kind.DRAIN));

        TrainOutcome yielded = lab.train(1, new QuietPulse(0, Stop.Kind.DRAIN));

        assertThat(yielded).isEqualTo(new TrainOutcome.Yielded(23, TrainOutcome.Yielded.Reason.DRAINED));
        assertThatThrownBy(() -> lab.train(1, new QuietPulse(0, Stop.Kind.LOST)))
                .isInstanceOf(QuietPulse.Asked.class);
    }

    @Test
    void drainedTrainingPublishesYieldsAndGoesOnAtTheNextStep() {
        TrainOutcome yielded = lab.train(1, new QuietPulse(23, Stop.Kind.DRAIN));

        assertThat(yielded).isEqualTo(new TrainOutcome.Yielded(23, TrainOutcome.Yielded.Reason.DRAINED));
        assertThat(lab.newest().step()).isEqualTo(23);
        assertThat(lab.train(1, new QuietPulse())).isEqualTo(new TrainOutcome.Completed(Lab.STEPS));
        assertThat(lab.announced).last().asString().contains("goes on from step 23 of 50");
        assertThat(lab.deliver(SOON)).isTrue();
        assertThat(lab.delivered("train/loss").keySet()).containsExactlyElementsOf(ALL_STEPS);
    }

    @Test
    void cancelledTrainingPublishesThenLetsGo() {
        assertThatThrownBy(() -> lab.train(1, new QuietPulse(23, Stop.Kind.CANCEL)))
                .isInstanceOf(QuietPulse.Asked.class)
                .hasMessage("CANCEL");

        assertThat(lab.newest().step()).isEqualTo(23);
    }

    @Test
    void attemptGivenUpByTheServerWritesNothingMore() {
        assertThatThrownBy(() -> lab.train(1, new QuietPulse(5, Stop.Kind.LOST)))
                .isInstanceOf(QuietPulse.Asked.class);

        assertThat(lab.tracking.checkpoints().history("t1")).isEmpty();
    }

    @Test
    void lossThatIsNotNumberFailsAsNumericsAndResumesToTheSameBytes() {
        Lab undisturbed = new Lab(folder.resolve("undisturbed"));
        undisturbed.train(1, new QuietPulse());

        lab.failures = (point, trial, number) -> {
            if (point == Point.STEP && number == 31) {
                throw new DetectorException(DetectorException.Kind.NUMERICS, "is NaN", "train/loss", "mend it");
            }
        };
        assertThatThrownBy(() -> lab.train(1, new QuietPulse()))
                .isInstanceOfSatisfying(DetectorException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(DetectorException.Kind.NUMERICS));
        lab.failures = (point, trial, number) -> {};
        lab.train(1, new QuietPulse());

        assertThat(lab.weightsHash()).isEqualTo(undisturbed.weightsHash());
    }

    @Test
    void aStepThatFindsTooLittleMemoryIsDoneAgainInSmallerPiecesAndTheTimelineSaysSo() {
        Lab undisturbed = new Lab(folder.resolve("undisturbed"));
        undisturbed.train(1, new QuietPulse());
        int[] lacking = {2};
        lab.failures = (point, trial, number) -> {
            if (point == Point.STEP && number == 31 && lacking[0]-- > 0) {
                throw tooLittleMemory();
            }
        };
        lab.detector.lighter.addAll(List.of("Half as much.", "A quarter."));

        TrainOutcome outcome = lab.train(1, new QuietPulse());

        assertThat(outcome).isEqualTo(new TrainOutcome.Completed(Lab.STEPS));
        assertThat(lab.announced).contains("notice: Half as much.", "notice: A quarter.");
        assertThat(lab.weightsHash()).isEqualTo(undisturbed.weightsHash());
    }

    @Test
    void aStepThatCannotTakeLessMemoryFailsAsMemory() {
        lab.failures = (point, trial, number) -> {
            if (point == Point.STEP && number == 31) {
                throw tooLittleMemory();
            }
        };
        lab.detector.lighter.add("Half as much.");

        assertThatThrownBy(() -> lab.train(1, new QuietPulse()))
                .isInstanceOfSatisfying(DetectorException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(DetectorException.Kind.MEMORY));
        assertThat(lab.announced).contains("notice: Half as much.");
    }

    private static DetectorException tooLittleMemory() {
        return new DetectorException(DetectorException.Kind.MEMORY, "too little memory", "", "buy some");
    }

    @Test
    void damagedCheckpointIsToldAndTheOneBeforeIsUsed() {
        lab.train(1, new QuietPulse(33, Stop.Kind.DRAIN));
        Manifest newest = lab.newest();
        String weights = lab.weightsHash();
        lab.objects.put("checkpoints/t1/blobs/" + weights, new byte[] {1, 2, 3}, "application/octet-stream");

        TrainOutcome outcome = lab.train(2, new QuietPulse());

        assertThat(outcome).isEqualTo(new TrainOutcome.Completed(Lab.STEPS));
        assertThat(lab.announced)
                .anyMatch(line -> line.startsWith("damaged: ") && line.contains("" + newest.sequence()));
        assertThat(lab.deliver(SOON)).isTrue();
        assertThat(lab.delivered("train/loss").keySet()).containsExactlyElementsOf(ALL_STEPS);
    }

    @Test
    void trainingKeepsItsThreadCountOnAnotherWorker() {
        lab.train(1, new QuietPulse(23, Stop.Kind.DRAIN));
        lab.threads = 8;
        lab.train(1, new QuietPulse());

        assertThat(lab.detector.computes()).containsExactly(new Compute("cpu", 2), new Compute("cpu", 2));
    }

    @Test
    void trainingGoesOnWithoutMlflowAndItsPointsFollow() {
        lab.runs.away(true);
        QuietPulse pulse = new QuietPulse();

        assertThat(lab.train(1, pulse)).isEqualTo(new TrainOutcome.Completed(Lab.STEPS));
        assertThat(pulse.newest().trackingBehind()).isPositive();
        assertThat(lab.runs.points()).isEmpty();
        lab.runs.away(false);

        assertThat(lab.deliver(SOON)).isTrue();
        assertThat(lab.delivered("train/loss").keySet()).containsExactlyElementsOf(ALL_STEPS);
    }

    @ParameterizedTest
    @ValueSource(longs = {3_600_000, -3_600_000})
    void aClockThatIsSetByAnHourChangesNeitherStepsNorWeightsNorPace(long millis) {
        Lab undisturbed = new Lab(folder.resolve("undisturbed"));
        undisturbed.publishing = Runnable::run;
        lab.publishing = Runnable::run;
        undisturbed.train(1, new QuietPulse());
        lab.failures = (point, trial, number) -> {
            if (point == Point.STEP && number == 25) {
                lab.clockSetBy = millis;
            }
        };

        lab.train(1, new QuietPulse());

        assertThat(lab.weightsHash()).isEqualTo(undisturbed.weightsHash());
        assertThat(lab.deliver(SOON)).isTrue();
        assertThat(lab.delivered("train/loss").keySet()).containsExactlyElementsOf(ALL_STEPS);
        assertThat(lab.tracking.checkpoints().history("t1"))
                .extracting(Manifest::step)
                .containsExactlyElementsOf(undisturbed.tracking.checkpoints().history("t1").stream()
                        .map(Manifest::step)
                        .toList());
    }

    @Test
    void finishedTrainingIsNotTrainedAgain() {
        lab.train(1, new QuietPulse());

        assertThat(lab.train(2, new QuietPulse())).isEqualTo(new TrainOutcome.Completed(Lab.STEPS));
        assertThat(lab.detector.computes()).hasSize(1);
        assertThat(lab.announced).last().asString().contains("finds all 50 steps done");
    }

    @Test
    void progressNamesStepsLossesAndCheckpoint() {
        QuietPulse pulse = new QuietPulse();

        lab.train(1, pulse);

        assertThat(pulse.newest().step()).isEqualTo(Lab.STEPS);
        assertThat(pulse.newest().checkpointStep()).isEqualTo(Lab.STEPS);
        assertThat(pulse.newest().losses()).containsOnlyKeys("train/loss");
        assertThat(pulse.newest().stepsPerSecond()).isCloseTo(1, org.assertj.core.data.Offset.offset(0.01));
        assertThat(Map.of("device", pulse.newest().device())).containsEntry("device", "cpu");
    }
}
