package io.loupe.web.orchestration;

import com.google.protobuf.util.Durations;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.loupe.workflows.SearchKeys;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Makes sure that the namespace is there and knows Loupe's search attributes; without them workflow tasks stand still. */
final class NamespaceSetup {
    private static final Logger LOG = Logger.getLogger(NamespaceSetup.class);
    /** How long closed workflows stay visible; results are kept elsewhere. */
    private static final int RETENTION_DAYS = 30;

    private NamespaceSetup() {}

    static void ensure(WorkflowServiceStubs stubs, String namespace) {
        ensureNamespace(stubs, namespace);
        OperatorServiceStubs operator = OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder()
                .setChannel(stubs.getRawChannel())
                .validateAndBuildWithDefaults());
        Set<String> known = known(operator, namespace);
        Map<String, IndexedValueType> missing = SearchKeys.all().stream()
                .map(SearchAttributeKey::getName)
                .filter(name -> !known.contains(name))
                .collect(Collectors.toMap(name -> name, name -> IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
        if (!missing.isEmpty()) {
            addAttributes(operator, namespace, missing);
        }
    }

    /** A server that cannot list them (Temporal's test server) is told all, one by one. */
    private static Set<String> known(OperatorServiceStubs operator, String namespace) {
        try {
            return operator.blockingStub()
                    .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                            .setNamespace(namespace)
                            .build())
                    .getCustomAttributesMap()
                    .keySet();
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.UNIMPLEMENTED) {
                throw e;
            }
            return Set.of();
        }
    }

    private static void addAttributes(
            OperatorServiceStubs operator, String namespace, Map<String, IndexedValueType> missing) {
        try {
            operator.blockingStub()
                    .addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                            .setNamespace(namespace)
                            .putAllSearchAttributes(missing)
                            .build());
            LOG.infof("Registered search attributes %s", missing.keySet());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
                throw e;
            }
        }
    }

    private static void ensureNamespace(WorkflowServiceStubs stubs, String namespace) {
        try {
            stubs.blockingStub()
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(namespace)
                            .build());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
                throw e;
            }
            register(stubs, namespace);
        }
    }

    private static void register(WorkflowServiceStubs stubs, String namespace) {
        try {
            stubs.blockingStub()
                    .registerNamespace(RegisterNamespaceRequest.newBuilder()
                            .setNamespace(namespace)
                            .setWorkflowExecutionRetentionPeriod(Durations.fromDays(RETENTION_DAYS))
                            .build());
            LOG.infof("Registered namespace %s", namespace);
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
                throw e;
            }
        }
    }
}
