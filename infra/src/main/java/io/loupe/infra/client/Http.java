package io.loupe.infra.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.infra.LauncherException;
import io.loupe.infra.Pause;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.StringJoiner;

/** JSON over HTTP with patience: a server that is just being started again is asked again for a while. */
final class Http {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int UNAVAILABLE = 503;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ObjectMapper mapper = new ObjectMapper();

    /** Builder of a request to {@code address} that wants JSON. */
    static HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address).timeout(TIMEOUT).header("Accept", "application/json");
    }

    ObjectMapper mapper() {
        return mapper;
    }

    /**
     * Sends {@code request}, which must be safe to repeat.
     *
     * @return the answer's body, null node if it is empty
     * @throws ApiException if the answer is an error
     * @throws LauncherException if there is no answer
     */
    JsonNode send(HttpRequest request) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() != UNAVAILABLE || System.nanoTime() > end) {
                    return read(response);
                }
                Pause.of(PAUSE);
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw new LauncherException(request.uri() + " does not answer: " + e, e);
                }
                Pause.of(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LauncherException("interrupted", e);
            }
        }
    }

    /**
     * Gets a file; {@code request} must be safe to repeat.
     *
     * @throws ApiException if the answer is an error
     * @throws LauncherException if there is no answer
     */
    byte[] bytes(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() >= 400) {
                String text = new String(response.body(), StandardCharsets.UTF_8);
                throw new ApiException(response.statusCode(), describe(response.statusCode(), parse(text), text));
            }
            return response.body();
        } catch (IOException e) {
            throw new LauncherException(request.uri() + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted", e);
        }
    }

    private JsonNode read(HttpResponse<String> response) {
        JsonNode body = parse(response.body());
        if (response.statusCode() >= 400) {
            throw new ApiException(response.statusCode(), describe(response.statusCode(), body, response.body()));
        }
        return body;
    }

    private JsonNode parse(String text) {
        try {
            return text.isBlank() ? mapper.nullNode() : mapper.readTree(text);
        } catch (JsonProcessingException e) {
            return mapper.nullNode(); // an error page of something in between
        }
    }

    /** A problem document (RFC 9457) as text: its detail, then each problem with its path. */
    static String describe(int status, JsonNode problem, String body) {
        if (!problem.isObject()) {
            return "HTTP " + status + (body.isBlank() ? "" : ": " + body.strip());
        }
        StringJoiner lines = new StringJoiner("\n  ");
        String title = problem.path("title").asText("HTTP " + status);
        String detail = problem.path("detail").asText("");
        lines.add(detail.isEmpty() ? title : detail);
        for (JsonNode one : problem.path("problems")) {
            lines.add(Views.problem(one));
        }
        return lines.toString();
    }
}
