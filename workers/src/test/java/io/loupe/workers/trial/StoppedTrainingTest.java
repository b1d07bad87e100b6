package io.loupe.workers.trial;

import static io.loupe.workers.trial.Platform.await;
import static io.loupe.workers.trial.Platform.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.workers.fault.FailurePoints.Point;
import io.loupe.workflows.trial.TrialState;
import io.loupe.workflows.trial.TrialWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A training that is stopped amid its steps publishes what it has, and goes on there if it may. */
@Timeout(120)
class StoppedTrainingTest {
    @TempDir
    private Path folder;

    private Lab lab;
    private Platform platform;
    private Story story;
    private TrialWorkflow trial;

    private final CountDownLatch reached = new CountDownLatch(1);
    private final AtomicBoolean letGo = new AtomicBoolean();

    @BeforeEach
    void start() {
        lab = new Lab(folder);
        platform = new Platform(lab);
        story = platform.story;
        trial = platform.trial("t1");
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void workerThatIsToldToEndYieldsAndTheNextOneGoesOnAtTheNextStep() {
        holdAtStep31();

        WorkflowClient.start(trial::run, lab.spec());
        await("step 31", () -> reached.getCount() == 0);
        platform.tellTheWorkerToEnd();
        letGo.set(true);
        platform.awaitTheWorkersEnd();
        await("the yield", () -> story.saw("yielded"));
        platform.startWorker();

        assertThat(result(trial)).isEqualTo(TrialState.SUCCEEDED);
        assertThat(story.last("yielded").message()).contains("Given back by its worker");
        assertThat(story.messages()).anyMatch(message -> message.matches(".*goes on from step 3\\d of 50\\."));
        assertThat(lab.delivered("train/loss")).hasSize(Lab.STEPS);
    }

    @Test
    void pausedTrainingPublishesAndGoesOnAtTheNextStepToTheSameBytes() {
        Lab undisturbed = new Lab(folder.resolve("undisturbed"));
        undisturbed.train(1, new QuietPulse());
        holdAtStep31();

        WorkflowClient.start(trial::run, lab.spec());
        await("training", () -> story.states().contains(TrialState.TRAINING));
        trial.pause("ada");
        await("stopping", () -> story.saw("stopping"));
        letGo.set(true);
        await("paused", () -> story.saw("paused"));
        assertThat(lab.newest().step()).isBetween(31L, 40L);
        trial.resume("ada");

        assertThat(result(trial)).isEqualTo(TrialState.SUCCEEDED);
        assertThat(story.messages()).anyMatch(message -> message.matches(".*goes on from step 3\\d of 50\\."));
        assertThat(lab.weightsHash()).isEqualTo(undisturbed.weightsHash());
        assertThat(lab.delivered("train/loss")).hasSize(Lab.STEPS);
    }

    @Test
    void workerOnLeaveGivesItsTrainingBackAndTakesItAgainWhenItIsCalledBack() {
        AtomicBoolean left = new AtomicBoolean();
        lab.failures = (point, id, number) -> {
            if (point == Point.STEP && number == 31 && left.compareAndSet(false, true)) {
                platform.onLeave(true);
            }
        };

        WorkflowClient.start(trial::run, lab.spec());
        await("the yield", () -> story.saw("yielded"));
        assertThat(lab.newest().step()).isEqualTo(31);
        platform.onLeave(false);

        assertThat(result(trial)).isEqualTo(TrialState.SUCCEEDED);
        assertThat(lab.delivered("train/loss")).hasSize(Lab.STEPS);
    }

    @Test
    void cancelledTrainingPublishesAndItsRunIsKilled() {
        holdAtStep31();

        WorkflowClient.start(trial::run, lab.spec());
        await("training", () -> story.states().contains(TrialState.TRAINING));
        WorkflowStub.fromTyped(trial).cancel();
        await("cancelling", () -> story.saw("cancelling"));
        letGo.set(true);

        assertThatThrownBy(() -> result(trial)).hasCauseInstanceOf(CanceledFailure.class);
        assertThat(story.states()).last().isEqualTo(TrialState.CANCELLED);
        assertThat(lab.newest().step()).isBetween(30L, (long) Lab.STEPS);
        assertThat(lab.runs.statuses()).containsExactly("KILLED");
    }

    /** Until it is let go; the next beat then hears of an order before the next step is done. */
    private void holdAtStep31() {
        lab.failures = (point, id, number) -> {
            if (point == Point.STEP && number == 31 && !letGo.get()) {
                reached.countDown();
                await("the order", letGo::get);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            }
        };
    }
}
