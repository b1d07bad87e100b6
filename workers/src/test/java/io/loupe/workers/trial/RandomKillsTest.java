package io.loupe.workers.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.TrainableMethod;
import io.loupe.detectors.efficientad.NarrowEfficientAd;
import io.loupe.detectors.vtadl.VtAdl;
import io.loupe.detectors.weights.WeightsLibrary;
import io.loupe.tracking.checkpoint.MetricPoint;
import io.loupe.workers.activity.Pulse.Stop;
import io.loupe.workers.fault.FailurePoints;
import io.loupe.workers.fault.FailurePoints.Point;
import io.loupe.workflows.trial.TrainOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real trainings, killed and moved at random, end in the same bytes and the same points as those that nobody touched. */
@Tag("slow")
@Timeout(600)
class RandomKillsTest {
    private static final int KILLS = 25;
    private static final int MOVES = 10;
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    /**
     * A method with settings for tests.
     *
     * @param files where it finds weights
     */
    record Small(String name, TrainableMethod<?> method, Map<String, Object> settings, WeightsLibrary files) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Small> trainings() {
        return List.of(vtAdl(), efficientAd());
    }

    private static Small vtAdl() {
        Map<String, Object> network = Map.of("width", 16, "depth", 1, "heads", 2, "headWidth", 8, "mlpWidth", 16);
        return new Small(
                "vt-adl",
                new VtAdl(),
                Map.of("imageSize", 128, "gaussians", 3, "batchSize", 1, "epochs", 30, "network", network),
                WeightsLibrary.EMPTY);
    }

    private static Small efficientAd() {
        return new Small(
                "efficientad",
                new NarrowEfficientAd(),
                Map.of("steps", 70, "penaltyImages", "", "teacherCache", 16),
                NarrowEfficientAd.teacher());
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void twentyFiveKillsAtRandomChangeNeitherTheWeightsNorThePoints(Small small) {
        Lab undisturbed = undisturbed(small);
        Lab lab = lab("killed", small);
        Killer killer = new Killer(lab, 11);
        lab.failures = killer;

        int attempt = 1;
        TrainOutcome outcome = null;
        while (outcome == null) {
            try {
                outcome = lab.train(attempt, new QuietPulse());
            } catch (Lab.Killed again) {
                attempt++;
                killer.arm();
            }
        }

        assertThat(outcome).isInstanceOf(TrainOutcome.Completed.class);
        assertThat(killer.kills).isEqualTo(KILLS);
        assertThat(attempt).isEqualTo(KILLS + 1);
        assertSame(undisturbed, lab);
    }

    @Test
    void movedBetweenTwoWorkersTenTimesItIsTheSameTraining() {
        Small small = vtAdl();
        Lab undisturbed = undisturbed(small);
        Lab lab = lab("moved", small);
        lab.failures = clock(lab);
        Random random = new Random(5);

        TrainOutcome outcome = new TrainOutcome.Yielded(0, TrainOutcome.Yielded.Reason.DRAINED);
        List<Long> yieldedAt = new ArrayList<>();
        while (outcome instanceof TrainOutcome.Yielded yielded) {
            lab.threads = yieldedAt.size() % 2 == 0 ? 2 : 1; // the other one has another processor
            long stop = yieldedAt.size() < MOVES ? yielded.step() + 1 + random.nextInt(8) : Long.MAX_VALUE;
            outcome = lab.train(1, new QuietPulse(stop, Stop.Kind.DRAIN));
            if (outcome instanceof TrainOutcome.Yielded now) {
                assertThat(now.step()).as("nothing of what was done is lost").isEqualTo(stop);
                yieldedAt.add(now.step());
            }
        }

        assertThat(yieldedAt).hasSize(MOVES);
        assertSame(undisturbed, lab);
    }

    private Lab undisturbed(Small small) {
        Lab lab = lab("undisturbed", small);
        lab.failures = clock(lab);
        lab.train(1, new QuietPulse());
        return lab;
    }

    private Lab lab(String name, Small small) {
        Lab lab = new Lab(folder.resolve(name));
        lab.method = small.method();
        lab.settings = small.settings();
        lab.files = small.files();
        lab.checkpointSeconds = 2;
        return lab;
    }

    /** A step takes a second, so that every second one is followed by a checkpoint. */
    private static FailurePoints clock(Lab lab) {
        return (point, trial, number) -> {
            if (point == Point.STEP) {
                lab.nanos.addAndGet(1_000_000_000L);
            }
        };
    }

    private static void assertSame(Lab expected, Lab actual) {
        assertThat(actual.deliver(SOON)).isTrue();
        assertThat(expected.deliver(SOON)).isTrue();
        assertThat(actual.weightsHash()).isEqualTo(expected.weightsHash());
        assertThat(points(actual)).isEqualTo(points(expected));
    }

    /** Name, step and value of every point, each as often as it is there. */
    private static Map<String, Long> points(Lab lab) {
        List<MetricPoint> points = lab.runs.points();
        assertThat(points).isNotEmpty();
        return points.stream()
                .collect(Collectors.groupingBy(
                        point -> point.name() + " at " + point.step() + " = " + point.value(), Collectors.counting()));
    }

    /** Dies a few points after it was armed, wherever that is: in a step, before or after a manifest. */
    private static final class Killer implements FailurePoints {
        private final FailurePoints clock;
        private final Random random;
        private int kills;
        private int left;

        Killer(Lab lab, long seed) {
            this.clock = clock(lab);
            this.random = new Random(seed);
            arm();
        }

        synchronized void arm() {
            left = kills < KILLS ? 1 + random.nextInt(5) : Integer.MAX_VALUE;
        }

        @Override
        public synchronized void at(Point point, String trial, long number) {
            clock.at(point, trial, number);
            left--;
            if (left == 0) {
                kills++;
                throw new Lab.Killed();
            }
        }
    }
}
