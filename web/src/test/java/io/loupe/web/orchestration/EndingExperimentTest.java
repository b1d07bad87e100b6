package io.loupe.web.orchestration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.loupe.web.PostgresResource;
import io.loupe.web.TestData;
import io.loupe.web.catalogue.ExperimentRepository;
import io.loupe.web.catalogue.OutboxEntry;
import io.loupe.web.catalogue.OutboxKind;
import io.loupe.web.catalogue.TrialChanges;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.catalogue.TrialWishes;
import io.loupe.web.catalogue.Verb;
import io.loupe.workflows.trial.TrialState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionExtendedInfo;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceImplBase;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * While the workflow of a cancelled experiment is still ending, nothing is told to it. Temporal's test server does not say
 * that a workflow was asked to cancel, so a server that says nothing else stands in for it.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class EndingExperimentTest {
    @Inject
    TestData data;

    @Inject
    ExperimentRepository experiments;

    @Inject
    TrialRepository trials;

    @Inject
    TrialChanges changes;

    @Inject
    TrialWishes wishes;

    private final CancelledWorkflows temporal = new CancelledWorkflows();
    private Server server;
    private TemporalConnection connection;
    private WorkflowLookup lookup;
    private UUID experiment;

    @BeforeEach
    void start() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(temporal)
                .build()
                .start();
        connection = new TemporalConnection("127.0.0.1:" + server.getPort(), "loupe");
        lookup = new WorkflowLookup(connection);
        experiment = data.experiment("Still ending", "washers", "washer");
    }

    @AfterEach
    void stop() {
        connection.close();
        server.shutdownNow();
    }

    @Test
    void whatIsAddedIsToldOnceTheCancelledWorkflowHasEnded() {
        ExperimentDelivery delivery = new ExperimentDelivery(connection, lookup, experiments, trials, changes);

        assertThatThrownBy(() -> delivery.goOn(experiments.find(experiment).orElseThrow()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("still ending");
        assertThat(temporal.told).isEmpty();

        temporal.status = WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED;
        delivery.goOn(experiments.find(experiment).orElseThrow());
        assertThat(temporal.told).containsExactly("trialsAdded");
    }

    @Test
    void aTrialThatNeverBeganIsResumedOnceTheCancelledWorkflowHasEnded() {
        UUID trial = trials.ofExperiment(experiment).getFirst().id();
        changes.endWithoutWorkflow(List.of(trial), TrialState.CANCELLED, "Cancelled before it began.");
        wishes.ask(Verb.RESUME, trial, "ada", false);
        TrialDelivery delivery = new TrialDelivery(connection, lookup, experiments, trials, changes, wishes);
        OutboxEntry entry = new OutboxEntry(0, OutboxKind.RESUME_TRIAL, trial, "ada", Instant.now(), 0);

        assertThatThrownBy(() -> delivery.resume(trials.find(trial).orElseThrow(), entry))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("still ending");
        assertThat(trials.find(trial).orElseThrow().state()).isEqualTo(TrialState.CANCELLED);

        temporal.status = WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED;
        delivery.resume(trials.find(trial).orElseThrow(), entry);
        assertThat(trials.find(trial).orElseThrow().state()).isEqualTo(TrialState.QUEUED);
        assertThat(temporal.told).containsExactly("Trial");
    }

    /** A Temporal of which every workflow has been asked to cancel. */
    private static final class CancelledWorkflows extends WorkflowServiceImplBase {
        /** Signals, and types of workflows that were started. */
        private final List<String> told = new CopyOnWriteArrayList<>();

        private volatile WorkflowExecutionStatus status = WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;

        @Override
        public void getSystemInfo(GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
            answer.onNext(GetSystemInfoResponse.getDefaultInstance());
            answer.onCompleted();
        }

        @Override
        public void describeWorkflowExecution(
                DescribeWorkflowExecutionRequest request, StreamObserver<DescribeWorkflowExecutionResponse> answer) {
            answer.onNext(DescribeWorkflowExecutionResponse.newBuilder()
                    .setWorkflowExecutionInfo(WorkflowExecutionInfo.newBuilder().setStatus(status))
                    .setWorkflowExtendedInfo(
                            WorkflowExecutionExtendedInfo.newBuilder().setCancelRequested(true))
                    .build());
            answer.onCompleted();
        }

        @Override
        public void signalWithStartWorkflowExecution(
                SignalWithStartWorkflowExecutionRequest request,
                StreamObserver<SignalWithStartWorkflowExecutionResponse> answer) {
            told.add(request.getSignalName());
            answer.onNext(SignalWithStartWorkflowExecutionResponse.newBuilder()
                    .setRunId("run")
                    .build());
            answer.onCompleted();
        }

        @Override
        public void startWorkflowExecution(
                StartWorkflowExecutionRequest request, StreamObserver<StartWorkflowExecutionResponse> answer) {
            told.add(request.getWorkflowType().getName());
            answer.onNext(
                    StartWorkflowExecutionResponse.newBuilder().setRunId("run").build());
            answer.onCompleted();
        }
    }
}
