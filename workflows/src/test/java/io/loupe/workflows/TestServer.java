package io.loupe.workflows;

import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Temporal's in-memory server with the platform's converter and search attributes; time skips when nothing happens. */
public final class TestServer {
    private TestServer() {}

    public static TestWorkflowEnvironment start() {
        return start(true);
    }

    public static TestWorkflowEnvironment startInRealTime() {
        return start(false);
    }

    private static TestWorkflowEnvironment start(boolean skippingTime) {
        TestEnvironmentOptions.Builder options = TestEnvironmentOptions.newBuilder()
                .setUseTimeskipping(skippingTime)
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setIdentity("test")
                        .setDataConverter(PayloadConverter.create())
                        .build());
        SearchKeys.all()
                .forEach(key ->
                        options.registerSearchAttribute(key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
        return TestWorkflowEnvironment.newInstance(options.build());
    }

    /** Heartbeats are sent nearly as often as an activity beats, as real workers do. */
    public static WorkerOptions freshHeartbeats() {
        return WorkerOptions.newBuilder()
                .setMaxHeartbeatThrottleInterval(Duration.ofMillis(100))
                .setDefaultHeartbeatThrottleInterval(Duration.ofMillis(100))
                .build();
    }

    public static <T> T stub(WorkflowClient client, Class<T> type, String workflowId) {
        return client.newWorkflowStub(
                type,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(workflowId)
                        .setTaskQueue(WorkflowNames.ORCHESTRATION)
                        .build());
    }

    /** Waits for what other threads bring about; fails after half a minute. */
    public static void await(String what, BooleanSupplier condition) {
        Instant limit = Instant.now().plus(Duration.ofSeconds(30));
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(limit)) {
                throw new AssertionError("not seen in 30 s: " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
