package io.loupe.tracking.testing;

import io.loupe.tracking.store.StoreSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real MLflow server as a child process, if this machine has a Python with MLflow. */
public final class MlflowServer implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Process process;
    private final URI url;
    private final Path log;

    private MlflowServer(Process process, URI url, Path log) {
        this.process = process;
        this.url = url;
        this.log = log;
    }

    /** {@code LOUPE_PYTHON} (property {@code loupe.python} or environment), else the launcher's own environment. */
    public static Optional<Path> python() {
        return Stream.of(
                        Optional.ofNullable(System.getProperty("loupe.python")),
                        Optional.ofNullable(System.getenv("LOUPE_PYTHON")),
                        Optional.ofNullable(System.getenv("LOUPE_PYTHON_HOME")).map(home -> home + "/bin/python"),
                        Optional.of("../.loupe/python/bin/python"))
                .flatMap(Optional::stream)
                .map(Path::of)
                .map(Path::toAbsolutePath)
                .map(Path::normalize)
                .filter(Files::isExecutable)
                .filter(python -> Files.isExecutable(python.resolveSibling("mlflow")))
                .findFirst();
    }

    /** Starts the server on a free port, with a database in {@code folder} and artifacts in the bucket. */
    public static MlflowServer start(Path python, Path folder, StoreSettings store) throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path log = folder.resolve("mlflow.log");
        ProcessBuilder builder = new ProcessBuilder(
                        python.toString(),
                        "-m",
                        "mlflow",
                        "server",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(port),
                        "--workers",
                        "1",
                        "--backend-store-uri",
                        "sqlite:///" + folder.resolve("mlflow.db"),
                        "--no-serve-artifacts",
                        "--default-artifact-root",
                        "s3://" + store.bucket() + "/mlflow")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("MLFLOW_S3_ENDPOINT_URL", store.endpoint());
        builder.environment().put("AWS_ACCESS_KEY_ID", store.accessKey());
        builder.environment().put("AWS_SECRET_ACCESS_KEY", store.secretKey());
        builder.environment().put("AWS_DEFAULT_REGION", store.region());
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        builder.environment().put("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false");
        builder.environment().put("MLFLOW_DISABLE_TELEMETRY", "true");
        builder.environment().put("DO_NOT_TRACK", "true");
        builder.environment()
                .put("PATH", python.getParent() + ":" + builder.environment().getOrDefault("PATH", ""));
        MlflowServer server = new MlflowServer(builder.start(), URI.create("http://127.0.0.1:" + port), log);
        try {
            server.awaitReady();
        } catch (Exception e) {
            server.close();
            throw e;
        }
        return server;
    }

    public URI url() {
        return url;
    }

    @Override
    public void close() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private void awaitReady() throws Exception {
        HttpRequest health = HttpRequest.newBuilder(url.resolve("/health"))
                .timeout(Duration.ofSeconds(2))
                .build();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (System.nanoTime() < deadline && process.isAlive()) {
                try {
                    if (http.send(health, BodyHandlers.discarding()).statusCode() == 200) {
                        return;
                    }
                } catch (IOException e) {
                    process.waitFor(200, TimeUnit.MILLISECONDS); // not listening yet
                }
            }
        }
        throw new IllegalStateException("MLflow did not start: " + Files.readString(log));
    }
}
