package io.loupe.infra.service;

import io.loupe.infra.process.ProcessMark;
import io.loupe.infra.process.ProcessSpec;
import io.loupe.infra.python.PythonEnvironment;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** An MLflow tracking server: records in PostgreSQL, artifacts in the object store, telemetry off. */
public final class MlflowServer implements Server {

    private final PythonEnvironment python;
    private final Path directory;
    private final Path log;
    private final int port;
    private final Database database;
    private final Store store;
    private final Set<String> needs;
    private final HttpProbe probe = new HttpProbe();

    /**
     * @param directory where it runs
     * @param database its own
     * @param needs names of the servers that hold its records and artifacts
     */
    public MlflowServer(
            PythonEnvironment python,
            Path directory,
            Path log,
            int port,
            Database database,
            Store store,
            Set<String> needs) {
        this.python = python;
        this.directory = directory;
        this.log = log;
        this.port = port;
        this.database = database;
        this.store = store;
        this.needs = Set.copyOf(needs);
    }

    @Override
    public String name() {
        return "mlflow";
    }

    @Override
    public String title() {
        return "MLflow";
    }

    @Override
    public Set<String> needs() {
        return needs;
    }

    @Override
    public void prepare(Consumer<String> progress, ProcessMark mark) {
        python.ensure(progress, mark);
    }

    @Override
    public ProcessSpec process() {
        return new ProcessSpec(
                List.of(
                        python.program("python").toString(),
                        "-m",
                        "mlflow",
                        "server",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--workers",
                        "1",
                        "--no-serve-artifacts",
                        "--default-artifact-root",
                        "s3://" + store.bucket() + "/mlflow"),
                Map.ofEntries(
                        // not an argument: it holds the password, and everybody may read arguments
                        Map.entry("MLFLOW_BACKEND_STORE_URI", database.sqlAlchemy()),
                        Map.entry("MLFLOW_S3_ENDPOINT_URL", store.endpoint().toString()),
                        Map.entry("AWS_ACCESS_KEY_ID", store.accessKey()),
                        Map.entry("AWS_SECRET_ACCESS_KEY", store.secretKey()),
                        Map.entry("AWS_DEFAULT_REGION", store.region()),
                        Map.entry("AWS_EC2_METADATA_DISABLED", "true"),
                        // without it eleven processes start instead of two
                        Map.entry("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false"),
                        Map.entry("MLFLOW_DISABLE_TELEMETRY", "true"),
                        Map.entry("DO_NOT_TRACK", "true"),
                        Map.entry("PYTHONUNBUFFERED", "1")),
                directory,
                log);
    }

    @Override
    public boolean ready() {
        return probe.answers(URI.create("http://127.0.0.1:" + port + "/health"));
    }

    @Override
    public Duration startLimit() {
        return Duration.ofMinutes(3); // its first start makes the tables
    }
}
