package io.loupe.web.pages.layout;

import java.util.Optional;

/**
 * Addresses of pages outside Loupe, for a browser.
 *
 * @param mlflow of the tracking server
 * @param temporal of Temporal's own pages; empty when there are none
 */
public record Links(String mlflow, Optional<String> temporal, String namespace) {

    /** A run, found by its id alone: pages do not know MLflow's experiment id. */
    public String run(String runId) {
        return mlflow + "/#/runs/" + Address.encoded(runId);
    }

    /** The history of a workflow's newest run. */
    public Optional<String> history(String workflowId) {
        return temporal.map(base ->
                base + "/namespaces/" + Address.encoded(namespace) + "/workflows/" + Address.encoded(workflowId));
    }
}
