package io.loupe.tracking.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.loupe.tracking.checkpoint.CheckpointKeys;
import io.loupe.tracking.checkpoint.MetricPoint;
import io.loupe.tracking.store.ObjectStore;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.mlflow.api.proto.Service;
import org.mlflow.api.proto.Service.RunStatus;

/**
 * Runs in an MLflow server whose artifacts lie in the platform's bucket. Thread-safe.
 *
 * <p>Which run belongs to a trial is decided by one object of the bucket, {@code checkpoints/<trial>/run.json}, and for the
 * experiment's parent run by {@code experiments/<id>/run.json}: see {@link RunClaim}. A run that somebody deleted in MLflow
 * is restored when something is to be written to it.
 */
public final class MlflowRunTracker implements RunTracker, AutoCloseable {
    private static final Set<String> STATUSES = Set.of("RUNNING", "FINISHED", "FAILED", "KILLED");
    private static final int PARAMS_A_BATCH = 100;
    private static final int TAGS_A_BATCH = 100;
    private static final int POINTS_A_BATCH = 1000;
    private static final int PARAM_LENGTH = 6000;
    private static final int TAG_LENGTH = 5000;
    private static final int DIGEST_LENGTH = 36;

    private final MlflowCalls calls;
    private final ObjectStore objects;
    private final String bucket;
    private final InstantSource clock;

    /**
     * @param server such as {@code http://127.0.0.1:5000}
     * @param objects the bucket
     * @param bucket its name, which the runs' artifact folders must be in
     */
    public MlflowRunTracker(URI server, ObjectStore objects, String bucket) {
        this(server, objects, bucket, MlflowPatience.STANDARD, Clock.systemUTC());
    }

    public MlflowRunTracker(
            URI server, ObjectStore objects, String bucket, MlflowPatience patience, InstantSource clock) {
        this.calls = new MlflowCalls(server, patience);
        this.objects = requireNonNull(objects, "objects is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public Run ensureRun(RunDescription description) {
        Run parent = ensureExperiment(description.experimentId(), description.experimentName());
        Map<String, String> tags = new TreeMap<>(description.tags());
        tags.put("loupe.kind", "trial");
        tags.put("loupe.trial", description.trialId());
        tags.put("loupe.experiment", description.experimentId());
        tags.put("mlflow.parentRunId", parent.runId());
        Run run = claim(CheckpointKeys.folder(description.trialId()) + "run")
                .ensure(
                        parent.experimentId(),
                        description.runName(),
                        withSource(tags),
                        "tags.\"loupe.kind\" = 'trial' and tags.\"loupe.trial\" = '" + description.trialId() + "'");
        describe(run, description, tags);
        return run;
    }

    @Override
    public Run ensureExperiment(String experimentId, String experimentName) {
        if (!experimentId.matches("[A-Za-z0-9_-]{1,100}")) {
            throw new IllegalArgumentException(
                    "experiment id \"" + experimentId + "\" may hold letters, digits, - and _ only");
        }
        Map<String, String> tags = withSource(Map.of("loupe.kind", "experiment", "loupe.experiment", experimentId));
        String mlflowExperiment = experiment("loupe/" + experimentName + " (" + experimentId + ")");
        return claim("experiments/" + experimentId + "/run")
                .ensure(
                        mlflowExperiment,
                        "experiment",
                        tags,
                        "tags.\"loupe.kind\" = 'experiment' and tags.\"loupe.experiment\" = '" + experimentId + "'");
    }

    @Override
    public void log(String runId, List<MetricPoint> points) {
        for (int from = 0; from < points.size(); from += POINTS_A_BATCH) {
            List<Service.Metric> batch = points.subList(from, Math.min(from + POINTS_A_BATCH, points.size())).stream()
                    .map(MlflowRunTracker::metric)
                    .toList();
            batch(runId, "log metrics to run " + runId, batch, List.of(), List.of());
        }
    }

    @Override
    public void tag(String runId, Map<String, String> tags) {
        List<Service.RunTag> all = new TreeMap<>(tags)
                .entrySet().stream()
                        .map(tag -> tag(tag.getKey(), tag.getValue()))
                        .toList();
        for (int from = 0; from < all.size(); from += TAGS_A_BATCH) {
            batch(
                    runId,
                    "tag run " + runId,
                    List.of(),
                    List.of(),
                    all.subList(from, Math.min(from + TAGS_A_BATCH, all.size())));
        }
    }

    @Override
    public void setStatus(String runId, String status) {
        if (!STATUSES.contains(status)) {
            throw new IllegalArgumentException("run status \"" + status + "\" is none of " + STATUSES);
        }
        String what = "set run " + runId + " to " + status;
        Service.RunInfo info = onActiveRun(runId, () -> calls.ask(what, client -> client.getRun(runId)))
                .getInfo();
        if (info.getStatus().name().equals(status) && info.getLifecycleStage().equals("active")) {
            return; // asked before: the end time stays the first one
        }
        if (status.equals("RUNNING")) {
            // The Java client can only end runs. An end time of 0 is how the server is told to forget it.
            onActiveRun(
                    runId,
                    () -> calls.post(what, "runs/update", Map.of("run_id", runId, "status", status, "end_time", 0)));
            return;
        }
        onActiveRun(
                runId,
                () -> calls.ask(what, client -> {
                    client.setTerminated(runId, RunStatus.valueOf(status), clock.millis());
                    return Boolean.TRUE;
                }));
    }

    @Override
    public void close() {
        calls.close();
    }

    private RunClaim claim(String key) {
        return new RunClaim(calls, objects, bucket, key, clock);
    }

    /** MLflow's id of the experiment, which is created, or restored if somebody deleted it. */
    private String experiment(String name) {
        Optional<JsonNode> found = experimentByName(name);
        if (found.isEmpty()) {
            try {
                return calls.ask("create experiment \"" + name + "\"", client -> client.createExperiment(name));
            } catch (MlflowRefusal e) {
                // Names are unique in MLflow: of two callers at once, or after a lost answer, one is told that it
                // exists.
                if (!e.alreadyExists()) {
                    throw e;
                }
                found = experimentByName(name);
            }
        }
        JsonNode experiment = found.orElseThrow().path("experiment");
        String id = experiment.path("experiment_id").asText();
        if (!experiment.path("lifecycle_stage").asText().equals("active")) {
            calls.ask("restore experiment \"" + name + "\"", client -> {
                client.restoreExperiment(id);
                return Boolean.TRUE;
            });
        }
        return id;
    }

    private Optional<JsonNode> experimentByName(String name) {
        String query = "experiments/get-by-name?experiment_name=" + URLEncoder.encode(name, UTF_8);
        return calls.find("find experiment \"" + name + "\"", query);
    }

    private void describe(Run run, RunDescription description, Map<String, String> tags) {
        String what = "describe run " + run.runId();
        Map<String, String> known = new HashMap<>();
        onActiveRun(run.runId(), () -> calls.ask(what, client -> client.getRun(run.runId())))
                .getData()
                .getParamsList()
                .forEach(param -> known.put(param.getKey(), param.getValue()));

        Map<String, String> allTags = new TreeMap<>(tags);
        List<Service.Param> params = new ArrayList<>();
        new TreeMap<>(description.params()).forEach((name, value) -> {
            String kept = shortened(value, PARAM_LENGTH);
            if (!known.containsKey(name)) {
                params.add(
                        Service.Param.newBuilder().setKey(name).setValue(kept).build());
            } else if (!kept.equals(known.get(name))) {
                allTags.put("loupe.changed." + name, kept); // parameters are write-once in MLflow
            }
        });
        for (int from = 0; from < params.size(); from += PARAMS_A_BATCH) {
            batch(
                    run.runId(),
                    what,
                    List.of(),
                    params.subList(from, Math.min(from + PARAMS_A_BATCH, params.size())),
                    List.of());
        }
        tag(run.runId(), allTags);
        onActiveRun(run.runId(), () -> calls.post(what, "runs/log-inputs", datasetInput(run, description)));
    }

    private Map<String, Object> datasetInput(Run run, RunDescription description) {
        String manifest = "s3://" + bucket + "/datasets/" + description.dataset() + "/manifests/"
                + description.datasetVersion() + ".json";
        Map<String, Object> dataset = Map.of(
                "name",
                description.dataset(),
                "digest",
                shortened(description.datasetVersion(), DIGEST_LENGTH),
                "source_type",
                "s3",
                "source",
                "{\"uri\": \"" + manifest + "\"}");
        List<Map<String, String>> tags = List.of(Map.of("key", "mlflow.data.context", "value", "training"));
        return Map.of("run_id", run.runId(), "datasets", List.of(Map.of("dataset", dataset, "tags", tags)));
    }

    private void batch(
            String runId,
            String what,
            List<Service.Metric> metrics,
            List<Service.Param> params,
            List<Service.RunTag> tags) {
        onActiveRun(
                runId,
                () -> calls.ask(what, client -> {
                    client.logBatch(runId, metrics, params, tags);
                    return Boolean.TRUE;
                }));
    }

    /** Restores the run and asks once more if somebody has deleted it in MLflow. */
    private <T> T onActiveRun(String runId, Supplier<T> question) {
        try {
            return question.get();
        } catch (MlflowRefusal e) {
            if (!e.notActive()) {
                throw e;
            }
            calls.ask("restore run " + runId, client -> {
                client.restoreRun(runId);
                return Boolean.TRUE;
            });
            return question.get();
        }
    }

    private static Map<String, String> withSource(Map<String, String> tags) {
        Map<String, String> all = new TreeMap<>(
                Map.of("mlflow.source.type", "JOB", "mlflow.source.name", "loupe", "mlflow.user", "loupe"));
        all.putAll(tags);
        return all;
    }

    private static Service.Metric metric(MetricPoint point) {
        return Service.Metric.newBuilder()
                .setKey(point.name())
                .setValue(point.value())
                .setStep(point.step())
                .setTimestamp(point.timestamp())
                .build();
    }

    static Service.RunTag tag(String key, String value) {
        return Service.RunTag.newBuilder()
                .setKey(key)
                .setValue(shortened(value, TAG_LENGTH))
                .build();
    }

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
