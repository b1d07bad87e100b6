package io.loupe.workflows.replay;

import io.loupe.workflows.FailureClass;
import io.loupe.workflows.RecordedControl;
import io.loupe.workflows.TestServer;
import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.dataset.DatasetActivities;
import io.loupe.workflows.dataset.ImportOutcome;
import io.loupe.workflows.dataset.ImportSpec;
import io.loupe.workflows.dataset.ImportWorkflow;
import io.loupe.workflows.dataset.ImportWorkflowImpl;
import io.loupe.workflows.experiment.ExperimentPlan;
import io.loupe.workflows.experiment.ExperimentWorkflow;
import io.loupe.workflows.experiment.ExperimentWorkflowImpl;
import io.loupe.workflows.trial.ScriptedTrial;
import io.loupe.workflows.trial.TrainOutcome;
import io.loupe.workflows.trial.TrialSpec;
import io.loupe.workflows.trial.TrialState;
import io.loupe.workflows.trial.TrialWorkflow;
import io.loupe.workflows.trial.TrialWorkflowImpl;
import io.temporal.activity.Activity;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** A workflow's way through a story whose history is kept and replayed with every build. */
enum Scenario {
    TRIAL_SUCCEEDS("trial-succeeds") {
        @Override
        String play(Stage stage) {
            stage.trial().run(ScriptedTrial.spec());
            return TRIAL;
        }
    },
    TRIAL_FAILS_AND_IS_RESUMED("trial-fails-and-is-resumed") {
        @Override
        String play(Stage stage) {
            stage.worker.train(() -> {
                throw ScriptedTrial.failure(FailureClass.DATA, "train/good/007.png", "the file is cut off");
            });
            WorkflowClient.start(stage.trial()::run, ScriptedTrial.spec());
            TestServer.await("failed", () -> stage.worker.calls().contains("status FAILED"));
            stage.trial().resume("ada");
            stage.end(TRIAL);
            return TRIAL;
        }
    },
    TRIAL_IS_GIVEN_UP("trial-is-given-up") {
        @Override
        String play(Stage stage) {
            stage.worker.train(() -> {
                throw ScriptedTrial.failure(FailureClass.NUMERICS, "train/loss", "NaN at step 12");
            });
            WorkflowClient.start(stage.trial()::run, ScriptedTrial.spec());
            TestServer.await("failed", () -> stage.control.sawEvent("failed"));
            stage.trial().giveUp("ada");
            stage.end(TRIAL);
            return TRIAL;
        }
    },
    TRIAL_IS_CANCELLED("trial-is-cancelled") {
        @Override
        String play(Stage stage) {
            stage.worker.train(() -> {
                while (true) {
                    Activity.getExecutionContext().heartbeat("beat");
                    LockSupport.parkNanos(1_000_000);
                }
            });
            WorkflowClient.start(stage.trial()::run, ScriptedTrial.spec());
            TestServer.await("training", () -> stage.control.states().contains(TrialState.TRAINING));
            stage.client().newUntypedWorkflowStub(TRIAL).cancel();
            stage.end(TRIAL);
            return TRIAL;
        }
    },
    TRIAL_IS_DRAINED("trial-is-drained") {
        @Override
        String play(Stage stage) {
            stage.worker.train(() -> new TrainOutcome.Yielded(40, TrainOutcome.Yielded.Reason.DRAINED));
            stage.trial().run(ScriptedTrial.spec());
            return TRIAL;
        }
    },
    TRIAL_IS_PAUSED("trial-is-paused") {
        @Override
        String play(Stage stage) {
            stage.worker.train(ScriptedTrial::untilCancelled);
            WorkflowClient.start(stage.trial()::run, ScriptedTrial.spec());
            TestServer.await("training", () -> stage.control.states().contains(TrialState.TRAINING));
            stage.trial().pause("ada");
            TestServer.await("paused", () -> stage.control.sawEvent("paused"));
            stage.trial().resume("ada");
            stage.end(TRIAL);
            return TRIAL;
        }
    },
    TRIAL_IS_RESTARTED("trial-is-restarted") {
        @Override
        String play(Stage stage) {
            stage.worker.train(ScriptedTrial::untilCancelled);
            stage.worker.train(() -> {
                throw ScriptedTrial.failure(FailureClass.NUMERICS, "train/loss", "NaN at step 12");
            });
            WorkflowClient.start(stage.trial()::run, ScriptedTrial.spec());
            TestServer.await("training", () -> stage.control.states().contains(TrialState.TRAINING));
            stage.trial().restart("ada", 1);
            TestServer.await("failed", () -> stage.control.sawEvent("failed"));
            stage.trial().restart("ada", 2);
            stage.end(TRIAL);
            return TRIAL;
        }
    },
    TRIAL_GIVES_WAY("trial-gives-way") {
        @Override
        String play(Stage stage) {
            stage.worker.train(ScriptedTrial::untilCancelled);
            WorkflowClient.start(stage.trial()::run, ScriptedTrial.spec());
            TestServer.await("training", () -> stage.control.states().contains(TrialState.TRAINING));
            stage.trial().prioritise(4);
            stage.trial().giveWay("Gave way to screw / vae / seed 1.");
            stage.end(TRIAL);
            return TRIAL;
        }
    },
    EXPERIMENT_RUNS("experiment-runs") {
        @Override
        String play(Stage stage) {
            TrialSpec spec = ScriptedTrial.spec();
            stage.control.holding(List.of(spec));
            stage.worker.train(() -> {
                throw ScriptedTrial.failure(FailureClass.DATA, "train/good/007.png", "the file is cut off");
            });
            WorkflowClient.start(stage.experiment()::run, ExperimentPlan.fresh("e1", 2));
            TestServer.await("failed", () -> stage.worker.calls().contains("status FAILED"));
            stage.client().newWorkflowStub(TrialWorkflow.class, TRIAL).resume("ada");
            stage.end(EXPERIMENT);
            return EXPERIMENT;
        }
    },
    EXPERIMENT_GROWS("experiment-grows") {
        @Override
        String play(Stage stage) {
            stage.control.holding(List.of(ScriptedTrial.spec()));
            stage.worker.train(() -> {
                throw ScriptedTrial.failure(FailureClass.DATA, "train/good/007.png", "the file is cut off");
            });
            ExperimentWorkflow experiment = stage.experiment();
            WorkflowClient.start(experiment::run, ExperimentPlan.fresh("e1", 2));
            TestServer.await("failed", () -> stage.worker.calls().contains("status FAILED"));
            stage.control.holding(List.of(ScriptedTrial.spec("t2")));
            experiment.prioritise(2);
            experiment.trialsAdded();
            TestServer.await("the second trial", () -> stage.worker.chains().contains("t2"));
            stage.client().newWorkflowStub(TrialWorkflow.class, TRIAL).resume("ada");
            stage.end(EXPERIMENT);
            return EXPERIMENT;
        }
    },
    EXPERIMENT_IS_CANCELLED("experiment-is-cancelled") {
        @Override
        String play(Stage stage) {
            stage.control.holding(List.of(ScriptedTrial.spec()));
            stage.worker.train(() -> {
                throw ScriptedTrial.failure(FailureClass.DATA, "train/good/007.png", "the file is cut off");
            });
            WorkflowClient.start(stage.experiment()::run, ExperimentPlan.fresh("e1", 2));
            TestServer.await("failed", () -> stage.worker.calls().contains("status FAILED"));
            stage.client().newUntypedWorkflowStub(EXPERIMENT).cancel();
            stage.end(EXPERIMENT);
            return EXPERIMENT;
        }
    },
    EXPERIMENT_IS_CANCELLED_AS_IT_BEGINS("experiment-is-cancelled-as-it-begins") {
        @Override
        String play(Stage stage) {
            CountDownLatch go = new CountDownLatch(1);
            stage.control.holding(List.of(ScriptedTrial.spec())).answeringAfter(go);
            WorkflowClient.start(stage.experiment()::run, ExperimentPlan.fresh("e1", 2));
            TestServer.await("asked for its trials", stage.control::asked);
            stage.client().newUntypedWorkflowStub(EXPERIMENT).cancel();
            stage.end(EXPERIMENT);
            go.countDown();
            return EXPERIMENT;
        }
    },
    IMPORT_ENDS("import-ends") {
        @Override
        String play(Stage stage) {
            TestServer.stub(stage.client(), ImportWorkflow.class, IMPORT)
                    .run(new ImportSpec("i1", "washers", "/data/washers", "auto"));
            return IMPORT;
        }
    };

    private static final String TRIAL = WorkflowNames.trialWorkflow("t1");
    private static final String EXPERIMENT = WorkflowNames.experimentWorkflow("e1");
    private static final String IMPORT = WorkflowNames.importWorkflow("i1");

    private final String file;

    Scenario(String file) {
        this.file = file;
    }

    /** Plays the story and returns the id of the workflow whose history is kept. */
    abstract String play(Stage stage);

    String resource() {
        return "histories/" + file + ".json";
    }

    WorkflowExecutionHistory record() {
        try (Stage stage = new Stage()) {
            String workflowId = play(stage);
            return stage.client().fetchHistory(workflowId);
        }
    }

    /** A server, the real workflows, and a scripted worker. */
    static final class Stage implements AutoCloseable {
        private final RecordedControl control = new RecordedControl();
        private final ScriptedTrial worker = new ScriptedTrial();
        private final TestWorkflowEnvironment environment = TestServer.start();
        private final TrialWorkflow trial =
                TestServer.stub(environment.getWorkflowClient(), TrialWorkflow.class, TRIAL);

        Stage() {
            Worker orchestration = environment.newWorker(WorkflowNames.ORCHESTRATION);
            orchestration.registerWorkflowImplementationTypes(
                    TrialWorkflowImpl.class, ExperimentWorkflowImpl.class, ImportWorkflowImpl.class);
            orchestration.registerActivitiesImplementations(control);
            environment
                    .newWorker(WorkflowNames.TRAIN_CPU, TestServer.freshHeartbeats())
                    .registerActivitiesImplementations(worker);
            DatasetActivities data = spec ->
                    new ImportOutcome("f".repeat(64), List.of(), List.of(), 0, "datasets/washers/reports/i1.json");
            environment.newWorker(WorkflowNames.DATA).registerActivitiesImplementations(worker, data);
            environment.start();
        }

        WorkflowClient client() {
            return environment.getWorkflowClient();
        }

        TrialWorkflow trial() {
            return trial;
        }

        ExperimentWorkflow experiment() {
            return TestServer.stub(client(), ExperimentWorkflow.class, EXPERIMENT);
        }

        void end(String workflowId) {
            try {
                client().newUntypedWorkflowStub(workflowId).getResult(Object.class);
            } catch (WorkflowFailedException cancelled) {
                // A cancelled workflow has no result.
            }
        }

        @Override
        public void close() {
            environment.close();
        }
    }
}
