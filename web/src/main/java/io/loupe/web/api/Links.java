package io.loupe.web.api;

import static java.util.Objects.requireNonNull;

import io.loupe.web.config.LoupeConfig;
import io.loupe.workflows.WorkflowNames;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Where a thing's page is, and where other systems show it; by name, absent where there is none. */
@ApplicationScoped
class Links {
    private final LoupeConfig config;

    Links(LoupeConfig config) {
        this.config = requireNonNull(config, "config is null");
    }

    Map<String, String> trial(UUID id, Optional<String> mlflowRunId) {
        Map<String, String> links = new LinkedHashMap<>();
        links.put("page", "/trials/" + id);
        mlflowRunId.ifPresent(run -> links.put("mlflow", mlflow() + "/#/runs/" + run));
        temporal(WorkflowNames.trialWorkflow(id.toString())).ifPresent(url -> links.put("temporal", url));
        return links;
    }

    Map<String, String> experiment(UUID id) {
        Map<String, String> links = new LinkedHashMap<>();
        links.put("page", "/experiments/" + id);
        temporal(WorkflowNames.experimentWorkflow(id.toString())).ifPresent(url -> links.put("temporal", url));
        return links;
    }

    Map<String, String> services() {
        Map<String, String> links = new LinkedHashMap<>();
        links.put("api", "/q/swagger-ui");
        links.put("openapi", "/q/openapi");
        links.put("mlflow", mlflow());
        config.temporal().uiUrl().ifPresent(url -> links.put("temporal", url));
        return links;
    }

    private String mlflow() {
        return config.mlflow().publicUrl().orElse(config.mlflow().url());
    }

    private Optional<String> temporal(String workflowId) {
        return config.temporal()
                .uiUrl()
                .map(url -> url + "/namespaces/" + config.temporal().namespace() + "/workflows/" + workflowId);
    }
}
