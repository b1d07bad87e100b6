package io.loupe.web.health;

import static java.util.Objects.requireNonNull;

import io.grpc.StatusRuntimeException;
import io.loupe.web.artifact.BucketAtStart;
import io.loupe.web.config.LoupeConfig;
import io.loupe.web.orchestration.OrchestrationWorker;
import io.loupe.web.orchestration.TemporalConnection;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** How the servers behind this process do, asked all at once, at most every few seconds, whoever looks. */
@ApplicationScoped
public class Services {
    private static final Duration FRESH = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final DataSource database;
    private final TemporalConnection temporal;
    private final OrchestrationWorker worker;
    private final BucketAtStart bucket;
    private final LoupeConfig config;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private long askedNanos = Long.MIN_VALUE;
    private List<Service> newest = List.of();

    Services(
            DataSource database,
            TemporalConnection temporal,
            OrchestrationWorker worker,
            BucketAtStart bucket,
            LoupeConfig config) {
        this.database = requireNonNull(database, "database is null");
        this.temporal = requireNonNull(temporal, "temporal is null");
        this.worker = requireNonNull(worker, "worker is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.config = requireNonNull(config, "config is null");
    }

    /** PostgreSQL, Temporal, MLflow, object store. */
    public synchronized List<Service> list() {
        long now = System.nanoTime();
        if (newest.isEmpty() || now - askedNanos > FRESH.toNanos()) {
            newest = ask();
            askedNanos = System.nanoTime();
        }
        return newest;
    }

    private List<Service> ask() {
        List<Callable<Service>> checks = List.of(
                this::postgresql,
                this::temporal,
                () -> web("MLflow", config.mlflow().url() + "/health"),
                this::objectStore);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(checks).stream().map(Future::resultNow).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return newest;
        }
    }

    private Service postgresql() {
        long start = System.nanoTime();
        try (Connection connection = database.getConnection()) {
            boolean valid = connection.isValid((int) PATIENCE.toSeconds());
            return new Service("PostgreSQL", valid, valid ? took(start) : "does not answer", true);
        } catch (SQLException e) {
            return new Service("PostgreSQL", false, e.getMessage(), true);
        }
    }

    private Service temporal() {
        long start = System.nanoTime();
        try {
            temporal.stubs()
                    .blockingStub()
                    .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
            return worker.waitingBecause()
                    .map(reason -> new Service("Temporal", false, "workflows do not run here yet: " + reason, true))
                    .orElseGet(() -> new Service("Temporal", true, took(start), true));
        } catch (StatusRuntimeException e) {
            return new Service("Temporal", false, e.getStatus().getCode().name(), true);
        }
    }

    private Service objectStore() {
        Service server = web("Object store", config.store().endpoint());
        return bucket.waitingBecause()
                .filter(reason -> server.answers())
                .map(reason -> new Service(server.name(), false, reason, server.needed()))
                .orElse(server);
    }

    /** Any answer will do: who refuses a request without a signature is there. */
    private Service web(String name, String address) {
        long start = System.nanoTime();
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                    .timeout(PATIENCE)
                    .build();
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status < 500
                    ? new Service(name, true, took(start), false)
                    : new Service(name, false, "answers with status " + status, false);
        } catch (IOException | IllegalArgumentException e) {
            return new Service(name, false, "does not answer at " + address, false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Service(name, false, "was not asked", false);
        }
    }

    private static String took(long startNanos) {
        return "answers in " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos) + " ms";
    }
}
