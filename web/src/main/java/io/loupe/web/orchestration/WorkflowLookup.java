package io.loupe.web.orchestration;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.util.Timestamps;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What Temporal knows of a workflow now. */
@ApplicationScoped
public class WorkflowLookup {
    /** Somebody looks at a page meanwhile. */
    private static final long LIMIT_MILLIS = 2_000;

    private final TemporalConnection temporal;

    WorkflowLookup(TemporalConnection temporal) {
        this.temporal = requireNonNull(temporal, "temporal is null");
    }

    /**
     * The newest run of a workflow; empty when there never was one, or its retention is over.
     *
     * @throws StatusRuntimeException if Temporal does not answer
     */
    public Optional<DescribeWorkflowExecutionResponse> describe(String workflowId) {
        try {
            return Optional.of(temporal.stubs()
                    .blockingStub()
                    .withDeadlineAfter(LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                    .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                            .setNamespace(temporal.namespace())
                            .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                            .build()));
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether a run of that workflow is open. */
    public boolean running(String workflowId) {
        return runningSince(workflowId).isPresent();
    }

    /**
     * Whether a run of that workflow is open and heeds what it is told.
     *
     * @throws IllegalStateException if it has been cancelled and is still ending: what it were told now would be lost
     */
    boolean heeds(String workflowId) {
        Optional<DescribeWorkflowExecutionResponse> open = describe(workflowId).filter(WorkflowLookup::open);
        if (open.filter(run -> run.getWorkflowExtendedInfo().getCancelRequested())
                .isPresent()) {
            throw new IllegalStateException(
                    workflowId + " has been cancelled and is still ending; it is told once it has");
        }
        return open.isPresent();
    }

    /** When the open run of that workflow began; empty when none is open. */
    public Optional<Instant> runningSince(String workflowId) {
        return describe(workflowId)
                .filter(WorkflowLookup::open)
                .map(run -> Instant.ofEpochMilli(
                        Timestamps.toMillis(run.getWorkflowExecutionInfo().getStartTime())));
    }

    private static boolean open(DescribeWorkflowExecutionResponse run) {
        return run.getWorkflowExecutionInfo().getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    }
}
