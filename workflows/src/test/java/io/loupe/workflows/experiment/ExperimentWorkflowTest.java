package io.loupe.workflows.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.workflows.RecordedControl;
import io.loupe.workflows.TestServer;
import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.trial.ScriptedTrial;
import io.loupe.workflows.trial.TrialState;
import io.loupe.workflows.trial.TrialWorkflow;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.History;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class ExperimentWorkflowTest {
    private final RecordedControl control = new RecordedControl();
    private final StubTrial.Log log = new StubTrial.Log();
    private final ScriptedTrial mlflow = new ScriptedTrial();
    private TestWorkflowEnvironment environment;
    private ExperimentWorkflow experiment;

    @BeforeEach
    void start() {
        start(TestServer.start());
    }

    private void start(TestWorkflowEnvironment server) {
        environment = server;
        Worker orchestration = environment.newWorker(WorkflowNames.ORCHESTRATION);
        orchestration.registerWorkflowImplementationTypes(ExperimentWorkflowImpl.class);
        orchestration.registerWorkflowImplementationFactory(TrialWorkflow.class, () -> new StubTrial(log));
        orchestration.registerActivitiesImplementations(control);
        environment.newWorker(WorkflowNames.DATA).registerActivitiesImplementations(mlflow);
        environment.start();
        experiment = TestServer.stub(
                environment.getWorkflowClient(), ExperimentWorkflow.class, WorkflowNames.experimentWorkflow("e1"));
    }

    @AfterEach
    void stop() {
        environment.close();
    }

    @Test
    void threeHundredTrialsRunOnceEachInsideTheWindowAcrossSeveralRuns() {
        stop();
        start(TestServer.startInRealTime());
        control.holding(StubTrial.specs(300, Map.of("milliseconds", 100)));

        WorkflowClient.start(experiment::run, ExperimentPlan.fresh("e1", 7));
        ExperimentSummary summary = result();

        assertThat(summary.ended()).containsExactly(Map.entry("SUCCEEDED", 300));
        assertThat(log.started())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 300).mapToObj(n -> "t" + n).toList());
        assertThat(log.mostOpen()).isEqualTo(7);
        assertThat(control.summaries()).containsExactly(summary);
        assertThat(mlflow.calls()).containsExactly("experiment FINISHED");
        assertThat(control.changes()).isEmpty();
        assertThat(lastRun()
                        .getEvents(0)
                        .getWorkflowExecutionStartedEventAttributes()
                        .getContinuedExecutionRunId())
                .isNotEmpty();
        assertThat(lastRun().getEventsCount()).isLessThan(5_000);
    }

    @Test
    void trialThatWaitsForPersonHoldsNoPlaceAndCountsOnceResumed() {
        control.holding(List.of(StubTrial.spec(0, Map.of("waits", true))));
        control.holding(StubTrial.specs(4, Map.of()).subList(1, 4));

        WorkflowClient.start(experiment::run, ExperimentPlan.fresh("e1", 1));
        TestServer.await("all started", () -> log.started().size() == 4 || skip());
        environment
                .getWorkflowClient()
                .newWorkflowStub(TrialWorkflow.class, WorkflowNames.trialWorkflow("t0"))
                .resume("ada");

        assertThat(result().ended()).containsExactly(Map.entry("SUCCEEDED", 4));
        assertThat(log.mostOpen()).isEqualTo(1);
    }

    @Test
    void trialWhoseWorkflowBrokeIsNamedAndTheExperimentGoesOn() {
        control.holding(List.of(StubTrial.spec(0, Map.of("breaks", true))));
        control.holding(StubTrial.specs(3, Map.of()).subList(1, 3));

        ExperimentSummary summary = experiment.run(ExperimentPlan.fresh("e1", 2));

        assertThat(summary.ended()).containsOnly(Map.entry("SUCCEEDED", 2), Map.entry("NEEDS_ATTENTION", 1));
        assertThat(control.last("lost").orElseThrow().trialId()).isEqualTo("t0");
        assertThat(control.last("lost").orElseThrow().state()).isEqualTo(TrialState.NEEDS_ATTENTION);
    }

    @Test
    void cancelReachesRunningWaitingAndTrialsNeverStarted() {
        control.holding(List.of(StubTrial.spec(0, Map.of("waits", true))));
        control.holding(StubTrial.specs(10, Map.of("forever", true)).subList(1, 10));

        WorkflowClient.start(experiment::run, ExperimentPlan.fresh("e1", 2));
        TestServer.await("three started", () -> log.started().size() == 3);
        WorkflowStub.fromTyped(experiment).cancel();

        assertThatThrownBy(this::result).hasCauseInstanceOf(CanceledFailure.class);
        assertThat(control.summaries()).containsExactly(new ExperimentSummary("e1", Map.of("CANCELLED", 10)));
        assertThat(log.started()).hasSize(3);
    }

    @Test
    void cancelThatComesWhileItsTrialsAreAskedForReachesThem() {
        CountDownLatch go = new CountDownLatch(1);
        control.holding(StubTrial.specs(5, Map.of())).answeringAfter(go);

        WorkflowClient.start(experiment::run, ExperimentPlan.fresh("e1", 2));
        TestServer.await("asked for its trials", control::asked);
        WorkflowStub.fromTyped(experiment).cancel();

        assertThatThrownBy(this::result).hasCauseInstanceOf(CanceledFailure.class);
        assertThat(control.summaries()).containsExactly(new ExperimentSummary("e1", Map.of("CANCELLED", 5)));
        assertThat(log.started()).isEmpty();
        go.countDown();
    }

    @Test
    void trialsThatAnEarlierRunStartedAreCancelledToo() {
        TrialWorkflow earlier = TestServer.stub(
                environment.getWorkflowClient(), TrialWorkflow.class, WorkflowNames.trialWorkflow("t130"));
        control.holding(StubTrial.specs(131, Map.of()));

        WorkflowClient.start(
                experiment::run,
                new ExperimentPlan("e1", 3, 131, List.of("t130"), List.of(), Map.of("SUCCEEDED", 130), 0));
        WorkflowClient.start(earlier::run, StubTrial.spec(130, Map.of("forever", true)));
        // The server in memory knows no activity any more that ends just when it is to be cancelled, and then says
        // nothing.
        TestServer.await("there are no others", () -> lastRun().getEventsList().stream()
                .anyMatch(event -> event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED));
        WorkflowStub.fromTyped(experiment).cancel();

        assertThatThrownBy(this::result).hasCauseInstanceOf(CanceledFailure.class);
        assertThat(control.summaries().getFirst().ended())
                .containsOnly(Map.entry("SUCCEEDED", 130), Map.entry("CANCELLED", 1));
    }

    @Test
    void experimentWithoutTrialsEnds() {
        assertThat(experiment.run(ExperimentPlan.fresh("e1", 4)).ended()).isEmpty();
        assertThat(control.summaries()).hasSize(1);
    }

    @Test
    void trialsThatAreAddedWhileOthersRunAreRunToo() {
        control.holding(List.of(StubTrial.spec(0, Map.of("waits", true))));

        WorkflowClient.start(experiment::run, ExperimentPlan.fresh("e1", 2));
        TestServer.await("one started", () -> log.started().size() == 1);
        control.holding(StubTrial.specs(3, Map.of()).subList(1, 3));
        experiment.trialsAdded();
        TestServer.await("all started", () -> log.started().size() == 3 || skip());
        environment
                .getWorkflowClient()
                .newWorkflowStub(TrialWorkflow.class, WorkflowNames.trialWorkflow("t0"))
                .resume("ada");

        assertThat(result().ended()).containsExactly(Map.entry("SUCCEEDED", 3));
        assertThat(log.started()).containsExactlyInAnyOrder("t0", "t1", "t2");
    }

    @Test
    void trialsThatAreAddedAfterTheEndAreRunByAnotherRunThatLeavesTheOthersAlone() {
        control.holding(StubTrial.specs(2, Map.of()));
        experiment.run(ExperimentPlan.fresh("e1", 2));
        control.holding(StubTrial.specs(4, Map.of()).subList(2, 4));

        WorkflowStub again = environment
                .getWorkflowClient()
                .newUntypedWorkflowStub(
                        "Experiment",
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(WorkflowNames.experimentWorkflow("e1"))
                                .setTaskQueue(WorkflowNames.ORCHESTRATION)
                                .build());
        again.signalWithStart("trialsAdded", new Object[0], new Object[] {ExperimentPlan.from("e1", 2, 2)});

        assertThat(again.getResult(ExperimentSummary.class).ended()).containsExactly(Map.entry("SUCCEEDED", 2));
        assertThat(log.started()).containsExactlyInAnyOrder("t0", "t1", "t2", "t3");
    }

    /** Lets the server's clock run while the test waits for something else than a result. */
    private boolean skip() {
        environment.sleep(Duration.ofSeconds(30));
        return false;
    }

    private ExperimentSummary result() {
        return WorkflowStub.fromTyped(experiment).getResult(ExperimentSummary.class);
    }

    private History lastRun() {
        return environment
                .getWorkflowExecutionHistory(WorkflowExecution.newBuilder()
                        .setWorkflowId(WorkflowNames.experimentWorkflow("e1"))
                        .build())
                .getHistory();
    }
}
