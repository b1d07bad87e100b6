package io.loupe.workflows.trial;

import io.loupe.workflows.RecordedControl;
import io.loupe.workflows.TestServer;
import io.loupe.workflows.WorkflowNames;
import io.temporal.client.WorkflowClient;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;

/** Trial {@code t1} on a server in memory, with a scripted worker and a record of what it tells. */
final class TrialStage implements AutoCloseable {
    private final RecordedControl control = new RecordedControl();
    private final ScriptedTrial worker = new ScriptedTrial();
    private final TestWorkflowEnvironment environment = TestServer.start();
    private final TrialWorkflow trial;

    private TrialStage(boolean trainer) {
        Worker orchestration = environment.newWorker(WorkflowNames.ORCHESTRATION);
        orchestration.registerWorkflowImplementationTypes(TrialWorkflowImpl.class);
        orchestration.registerActivitiesImplementations(control);
        if (trainer) {
            environment
                    .newWorker(WorkflowNames.TRAIN_CPU, TestServer.freshHeartbeats())
                    .registerActivitiesImplementations(worker);
        }
        environment.newWorker(WorkflowNames.DATA).registerActivitiesImplementations(worker);
        environment.start();
        trial = TestServer.stub(
                environment.getWorkflowClient(), TrialWorkflow.class, WorkflowNames.trialWorkflow("t1"));
    }

    static TrialStage withTrainer() {
        return new TrialStage(true);
    }

    /** Nobody takes what waits for a device. */
    static TrialStage withoutTrainer() {
        return new TrialStage(false);
    }

    RecordedControl control() {
        return control;
    }

    ScriptedTrial worker() {
        return worker;
    }

    WorkflowClient client() {
        return environment.getWorkflowClient();
    }

    TrialWorkflow trial() {
        return trial;
    }

    @Override
    public void close() {
        environment.close();
    }
}
