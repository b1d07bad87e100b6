package io.loupe.workflows.replay;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.workflows.dataset.ImportWorkflowImpl;
import io.loupe.workflows.experiment.ExperimentWorkflowImpl;
import io.loupe.workflows.trial.AttemptNotice;
import io.loupe.workflows.trial.TrialActivities;
import io.loupe.workflows.trial.TrialSpec;
import io.loupe.workflows.trial.TrialState;
import io.loupe.workflows.trial.TrialWorkflow;
import io.loupe.workflows.trial.TrialWorkflowImpl;
import io.temporal.activity.ActivityOptions;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Executions that began with earlier code must go on with today's. */
class ReplayTest {
    @ParameterizedTest
    @EnumSource
    void recordedHistoryReplaysWithTodaysCode(Scenario scenario) throws Exception {
        WorkflowReplayer.replayWorkflowExecutionFromResource(
                scenario.resource(), TrialWorkflowImpl.class, ExperimentWorkflowImpl.class, ImportWorkflowImpl.class);
    }

    /**
     * These are of Temporal's own server, and no scenarios: the one in memory loses sight of an activity that falls silent, or
     * fails as one that would be tried again, after it was asked to let go.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "trial-is-paused-as-its-worker-is-lost",
                "trial-is-paused-as-a-server-is-away",
                "trial-gives-way-as-its-worker-is-lost",
                // By the code before, which had a person look at it.
                "trial-needs-attention-as-its-worker-is-lost"
            })
    void historyOfRealServerReplaysWithTodaysCode(String name) throws Exception {
        WorkflowReplayer.replayWorkflowExecutionFromResource("histories/" + name + ".json", TrialWorkflowImpl.class);
    }

    @Test
    void changedOrderOfActivitiesIsNoticed() {
        assertThatThrownBy(() -> WorkflowReplayer.replayWorkflowExecutionFromResource(
                        Scenario.TRIAL_SUCCEEDS.resource(), TrainsBeforeItPrepares.class))
                .hasStackTraceContaining("NonDeterministicException");
    }

    /** Tomorrow's careless change. */
    public static final class TrainsBeforeItPrepares implements TrialWorkflow {
        private final TrialActivities device = Workflow.newActivityStub(
                TrialActivities.class,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofDays(1))
                        .build());

        @Override
        public TrialState run(TrialSpec spec) {
            device.train(spec);
            device.prepare(spec);
            return TrialState.SUCCEEDED;
        }

        @Override
        public void resume(String who) {}

        @Override
        public void pause(String who) {}

        @Override
        public void restart(String who, int times) {}

        @Override
        public void prioritise(int key) {}

        @Override
        public void giveWay(String message) {}

        @Override
        public void giveUp(String who) {}

        @Override
        public void attempt(AttemptNotice notice) {}

        @Override
        public TrialState state() {
            return TrialState.TRAINING;
        }
    }
}
