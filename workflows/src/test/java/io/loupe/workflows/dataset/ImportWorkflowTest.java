package io.loupe.workflows.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.workflows.FailureClass;
import io.loupe.workflows.FailureReport;
import io.loupe.workflows.RecordedControl;
import io.loupe.workflows.TestServer;
import io.loupe.workflows.WorkflowNames;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ImportWorkflowTest {
    private final RecordedControl control = new RecordedControl();
    private TestWorkflowEnvironment environment;

    @BeforeEach
    void start() {
        environment = TestServer.start();
    }

    @AfterEach
    void stop() {
        environment.close();
    }

    @Test
    void outcomeIsRecordedAfterPlatformFailures() {
        AtomicInteger attempts = new AtomicInteger();
        ImportOutcome outcome = run(spec -> {
            if (attempts.incrementAndGet() < 3) {
                throw failure(FailureClass.PLATFORM, "the object store is away");
            }
            return new ImportOutcome("f".repeat(64), List.of(), List.of(), 0, "datasets/washers/reports/i1.json");
        });

        assertThat(outcome.version()).isEqualTo("f".repeat(64));
        assertThat(control.imports()).containsExactly("i1 ended");
    }

    @Test
    void importThatCannotBeDoneIsRecordedWithItsReason() {
        assertThatThrownBy(() -> run(spec -> {
                    throw failure(FailureClass.USER, spec.folder() + " is not a folder");
                }))
                .rootCause()
                .hasMessageContaining("/nowhere is not a folder");

        assertThat(control.imports()).containsExactly("i1 failed: /nowhere is not a folder");
    }

    private ImportOutcome run(DatasetActivities data) {
        Worker orchestration = environment.newWorker(WorkflowNames.ORCHESTRATION);
        orchestration.registerWorkflowImplementationTypes(ImportWorkflowImpl.class);
        orchestration.registerActivitiesImplementations(control);
        environment.newWorker(WorkflowNames.DATA).registerActivitiesImplementations(data);
        environment.start();
        return TestServer.stub(
                        environment.getWorkflowClient(), ImportWorkflow.class, WorkflowNames.importWorkflow("i1"))
                .run(new ImportSpec("i1", "washers", "/nowhere", "auto"));
    }

    private static ApplicationFailure failure(FailureClass failureClass, String cause) {
        return ApplicationFailure.newFailure(
                cause, failureClass.name(), new FailureReport(failureClass, cause, "", "Mend it."));
    }
}
