package io.loupe.workflows.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.workflows.TestServer;
import io.loupe.workflows.WorkflowNames;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.Priority;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose turn it is when a device is free: the priority keys of a trial's activities, of which Temporal takes the smallest. */
@Timeout(120)
class TrialTurnTest {
    private static final Set<String> ON_DEVICE = Set.of("TrialPrepare", "TrialTrain", "TrialEvaluate");

    private final TrialStage stage = TrialStage.withTrainer();

    @AfterEach
    void stop() {
        stage.close();
    }

    @ParameterizedTest(name = "priority {0}")
    @CsvSource({"2, 2, 1", "3, 4, 3", "4, 6, 5"})
    void whatWasBegunGoesBeforeWhatWasNotAndBehindWhatIsMoreUrgent(int priority, int first, int begun) {
        assertThat(keys(stage.trial(), ScriptedTrial.spec().withPriority(priority)))
                .containsExactly(first, begun, 1);
    }

    @Test
    void trialWithoutPriorityOfItsOwnTakesThatOfItsWorkflow() {
        TrialWorkflow low = stage.client()
                .newWorkflowStub(
                        TrialWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(WorkflowNames.trialWorkflow("t1"))
                                .setTaskQueue(WorkflowNames.ORCHESTRATION)
                                .setPriority(
                                        Priority.newBuilder().setPriorityKey(4).build())
                                .build());

        assertThat(keys(low, ScriptedTrial.spec())).containsExactly(6, 5, 1);
    }

    @Test
    void trialWhoseWorkflowWasLostIsStillOneThatWasBegun() {
        assertThat(keys(stage.trial(), ScriptedTrial.spec().withPriority(3).asTakenUp()))
                .containsExactly(3, 3, 1);
    }

    @Test
    void pausedTrialGoesOnBeforeThoseThatHaveNotBegun() {
        stage.worker().train(ScriptedTrial::untilCancelled);
        WorkflowClient.start(stage.trial()::run, ScriptedTrial.spec().withPriority(3));
        TestServer.await("training", () -> stage.control().states().contains(TrialState.TRAINING));
        stage.trial().pause("ada");
        TestServer.await("paused", () -> stage.control().sawEvent("paused"));
        stage.trial().resume("ada");

        WorkflowStub.fromTyped(stage.trial()).getResult(TrialState.class);
        assertThat(scheduled()).containsExactly(4, 3, 3, 3, 1);
    }

    private List<Integer> keys(TrialWorkflow trial, TrialSpec spec) {
        WorkflowClient.start(trial::run, spec);
        WorkflowStub.fromTyped(trial).getResult(TrialState.class);
        return scheduled();
    }

    private List<Integer> scheduled() {
        return stage.client().fetchHistory(WorkflowNames.trialWorkflow("t1")).getEvents().stream()
                .filter(event -> event.hasActivityTaskScheduledEventAttributes())
                .map(event -> event.getActivityTaskScheduledEventAttributes())
                .filter(activity ->
                        ON_DEVICE.contains(activity.getActivityType().getName()))
                .map(activity -> activity.getPriority().getPriorityKey())
                .toList();
    }
}
