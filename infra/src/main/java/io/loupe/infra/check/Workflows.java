package io.loupe.infra.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Set;
import java.util.TreeSet;

/** Reads Temporal through its page's server, which passes the API on as JSON. */
final class Workflows {

    private static final int PAGE = 1000;

    private final URI page;
    private final Json json = new Json();

    Workflows(URI page) {
        this.page = page;
    }

    /** Ids of the workflows that run. */
    Set<String> running() {
        Set<String> ids = new TreeSet<>();
        String token = "";
        do {
            JsonNode found = json.get(page.resolve("/api/v1/namespaces/loupe/workflows?pageSize=" + PAGE + "&query="
                    + Json.encode("ExecutionStatus=\"Running\"")
                    + (token.isEmpty() ? "" : "&nextPageToken=" + Json.encode(token))));
            found.path("executions")
                    .forEach(one ->
                            ids.add(one.path("execution").path("workflowId").asText()));
            token = found.path("nextPageToken").asText("");
        } while (!token.isEmpty());
        return ids;
    }
}
