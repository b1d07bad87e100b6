package io.loupe.web.orchestration;

import static java.util.Objects.requireNonNull;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.loupe.web.config.LoupeConfig;
import io.loupe.workflows.PayloadConverter;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** The client of Temporal. Making it does not connect, so the process starts while Temporal is away. */
@ApplicationScoped
public class TemporalConnection {
    /** A page waits for some of these calls; what takes longer counts as away. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

    private final WorkflowServiceStubs stubs;
    private final DataConverter converter = PayloadConverter.create();
    private final WorkflowClient client;
    private final String namespace;

    @Inject
    TemporalConnection(LoupeConfig config) {
        this(config.temporal().address(), config.temporal().namespace());
    }

    /** @param address {@code host:port} of the frontend */
    TemporalConnection(String address, String namespace) {
        this.namespace = requireNonNull(namespace, "namespace is null");
        this.stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(requireNonNull(address, "address is null"))
                .setRpcTimeout(CALL_TIMEOUT)
                .build());
        this.client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(namespace)
                        .setDataConverter(converter)
                        .setIdentity("web/" + ProcessHandle.current().pid())
                        .build());
    }

    /** For calls that the client has no verb for. */
    public WorkflowServiceStubs stubs() {
        return stubs;
    }

    public WorkflowClient client() {
        return client;
    }

    public DataConverter converter() {
        return converter;
    }

    public String namespace() {
        return namespace;
    }

    /** Whether a failed call says that Temporal is away, rather than that it refused. */
    static boolean away(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StatusRuntimeException answer) {
                Status.Code code = answer.getStatus().getCode();
                return code == Status.Code.UNAVAILABLE || code == Status.Code.DEADLINE_EXCEEDED;
            }
        }
        return false;
    }

    @PreDestroy
    void close() {
        stubs.shutdownNow();
    }
}
