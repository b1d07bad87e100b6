package io.loupe.web.orchestration;

import io.loupe.web.catalogue.Experiment;
import io.loupe.web.catalogue.Trial;
import io.loupe.workflows.WorkflowNames;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.Priority;
import java.util.Optional;

/** What every workflow is started with, and how one is cancelled. */
final class Starts {
    private Starts() {}

    static WorkflowOptions.Builder options(String workflowId, WorkflowIdReusePolicy reuse) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId)
                .setTaskQueue(WorkflowNames.ORCHESTRATION)
                .setWorkflowIdReusePolicy(reuse);
    }

    /** Trials inherit it, and make their activities' keys of it. */
    static Priority priority(Experiment experiment) {
        return Priority.newBuilder()
                .setPriorityKey(priority(experiment.priority()))
                // Experiments of one priority share devices, whoever has more trials in the queue.
                .setFairnessKey(experiment.overview().id().toString())
                .build();
    }

    /** As workflows count priorities; a smaller one goes first. */
    static int priority(String priority) {
        return switch (priority) {
            case "high" -> 2;
            case "low" -> 4;
            default -> 3;
        };
    }

    static String workflow(Trial trial) {
        return WorkflowNames.trialWorkflow(trial.id().toString());
    }

    /** False when no such workflow is running. */
    static boolean cancel(WorkflowClient client, String workflowId) {
        try {
            client.newUntypedWorkflowStub(workflowId, Optional.empty(), Optional.empty())
                    .cancel();
            return true;
        } catch (WorkflowNotFoundException gone) {
            return false;
        }
    }
}
