package io.loupe.tracking.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.loupe.tracking.Json;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.retry.Retry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowHttpException;

/**
 * Two ways to ask MLflow, both with a limit and retries: its Java client for what that can do, plain REST for the rest.
 *
 * <p>The Java client sets no time-outs and does not retry a refused or reset connection. So each of its calls runs on a
 * virtual thread of its own that is given up, and interrupted, at the limit; interrupting a virtual thread in socket I/O
 * closes the socket, so nothing is left hanging behind.
 */
final class MlflowCalls implements AutoCloseable {
    /** The client's HTTP library tells of each reset connection by itself; what matters is in our messages. Held strongly. */
    private static final java.util.logging.Logger NOISE =
            java.util.logging.Logger.getLogger("org.mlflow_project.apachehttp");

    private final URI server;
    private final MlflowPatience patience;
    private final Retry retry;
    private final MlflowClient client;
    private final HttpClient http;

    /** @param server such as {@code http://127.0.0.1:5000} */
    MlflowCalls(URI server, MlflowPatience patience) {
        this.server = requireNonNull(server, "server is null");
        this.patience = requireNonNull(patience, "patience is null");
        this.retry = new Retry(patience.retries());
        NOISE.setLevel(java.util.logging.Level.WARNING);
        this.client = new MlflowClient(server.toString().replaceAll("/+$", ""));
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience.call())
                .build();
    }

    /** Asks through the Java client. */
    <T> T ask(String what, Function<MlflowClient, T> question) {
        return retry.call(what, number -> within(what, () -> question.apply(client)));
    }

    /** Asks by REST; {@code path} such as {@code runs/update}. */
    JsonNode post(String what, String path, Map<String, Object> body) {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.write(body)))
                .build();
        return retry.call(what, number -> within(what, () -> send(what, request)));
    }

    /** Asks by REST what the Java client warns about when there is nothing: empty then. */
    Optional<JsonNode> find(String what, String path) {
        HttpRequest request = request(path).GET().build();
        try {
            return Optional.of(retry.call(what, number -> within(what, () -> send(what, request))));
        } catch (MlflowRefusal e) {
            if (e.notFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        client.close();
        http.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.toString().replaceAll("/+$", "") + "/api/2.0/mlflow/" + path))
                .timeout(patience.call());
    }

    private JsonNode send(String what, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw refused(what, response.statusCode(), new String(response.body(), UTF_8), null);
        }
        return Json.read(response.body(), JsonNode.class);
    }

    private <T> T within(String what, Question<T> question) {
        FutureTask<T> task = new FutureTask<>(question::ask);
        Thread thread = Thread.ofVirtual().name("mlflow " + what).start(task);
        try {
            return task.get(patience.call().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new TrackingException(
                    "MLflow at " + server + " did not answer within "
                            + patience.call().toMillis() + " ms: cannot " + what,
                    true,
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrackingException("interrupted: cannot " + what + " in MLflow", true, e);
        } catch (ExecutionException e) {
            throw explain(what, e.getCause());
        } finally {
            thread.interrupt();
        }
    }

    private RuntimeException explain(String what, Throwable failure) {
        return switch (failure) {
            case TrackingException known -> known;
            case MlflowHttpException refused ->
                refused(what, refused.getStatusCode(), String.valueOf(refused.getBodyMessage()), refused);
            default -> {
                for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                    if (cause instanceof IOException network) {
                        yield new TrackingException(
                                "MLflow at " + server + " does not answer: cannot " + what + ": " + network,
                                true,
                                failure);
                    }
                }
                yield new TrackingException(
                        "MLflow at " + server + ": cannot " + what + ": " + failure, false, failure);
            }
        };
    }

    private MlflowRefusal refused(String what, int status, String body, Throwable cause) {
        String code = "";
        String reason = body.length() > 300 ? body.substring(0, 300) + "..." : body;
        try {
            JsonNode json = Json.read(body.getBytes(UTF_8), JsonNode.class);
            code = json.path("error_code").asText("");
            reason = json.path("message").asText(reason);
        } catch (IOException e) {
            // A proxy's or the host check's plain text: shown as it is.
        }
        String hint = status == 403
                ? "; a server that checks host names must be told this one (--allowed-hosts)"
                : status == 401 ? "; check user and password" : "";
        return new MlflowRefusal(
                "MLflow at " + server + ": cannot " + what + ": " + status + (code.isEmpty() ? "" : " " + code) + " "
                        + reason + hint,
                status,
                code,
                reason,
                cause);
    }

    /** One request. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws IOException, InterruptedException;
    }
}
