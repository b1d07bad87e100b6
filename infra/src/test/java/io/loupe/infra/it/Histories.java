package io.loupe.infra.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What Temporal keeps of workflows that have ended. */
final class Histories {

    private static final int PAGE = 1000;

    private final Platform platform;

    Histories(Platform platform) {
        this.platform = platform;
    }

    /**
     * One run of a workflow.
     *
     * @param events length of its history
     * @param bytes size of its history
     * @param status such as {@code WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW}
     */
    record Run(String workflow, String status, long events, long bytes) {

        boolean continuedAsNew() {
            return status.endsWith("CONTINUED_AS_NEW");
        }

        boolean completed() {
            return status.endsWith("COMPLETED");
        }
    }

    /** Every run that a query of Temporal's finds, once its history is known: the server writes it down a moment later. */
    List<Run> of(String query) {
        List<Run> runs = new ArrayList<>();
        String token = "";
        do {
            JsonNode page = platform.json(
                    URI.create(platform.launcher().stack().addresses().get("Temporal"))
                            .resolve("/api/v1/namespaces/loupe/workflows?pageSize=" + PAGE + "&query=" + encode(query)
                                    + (token.isEmpty() ? "" : "&nextPageToken=" + encode(token))));
            page.path("executions")
                    .forEach(one -> runs.add(new Run(
                            one.path("execution").path("workflowId").asText(),
                            one.path("status").asText(),
                            one.path("historyLength").asLong(),
                            one.path("historySizeBytes").asLong())));
            token = page.path("nextPageToken").asText("");
        } while (!token.isEmpty());
        return runs;
    }

    static Run longest(List<Run> runs) {
        return runs.stream().max(Comparator.comparingLong(Run::events)).orElseThrow();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
