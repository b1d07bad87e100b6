package io.loupe.workers;

import io.loupe.workflows.PayloadConverter;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A connection to Temporal and the workers on it. */
final class TemporalConnection {
    private static final Duration CONNECT = Duration.ofSeconds(3);

    private final WorkflowServiceStubs service;
    private final WorkerFactory factory;

    TemporalConnection(WorkerConfig.Temporal temporal, String identity) {
        this.service = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(temporal.address())
                .build());
        WorkflowClient client = WorkflowClient.newInstance(
                service,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(temporal.namespace())
                        .setIdentity(identity)
                        .setDataConverter(PayloadConverter.create())
                        .build());
        this.factory = WorkerFactory.newInstance(client);
    }

    WorkerFactory factory() {
        return factory;
    }

    /** Fails when the server does not answer, or does not know the namespace. */
    void start() {
        service.connect(CONNECT);
        factory.start();
    }

    void close(Duration limit) {
        factory.shutdown();
        factory.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
        service.shutdownNow();
        service.awaitTermination(1, TimeUnit.SECONDS);
    }
}
