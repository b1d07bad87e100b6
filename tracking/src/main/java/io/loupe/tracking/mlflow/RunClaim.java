package io.loupe.tracking.mlflow;

import io.loupe.tracking.Json;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.store.ObjectStore;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mlflow.api.proto.Service;
import org.mlflow.api.proto.Service.ViewType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which MLflow run is the one. MLflow creates as many runs as it is asked for, so the first object {@code
 * <key>.json} that is created in the bucket decides; who comes second deletes the run it made and takes the first one's.
 *
 * <p>A run that was made but never recorded (its maker died in between) is found by its tags and adopted. A run that was
 * deleted in MLflow is restored; one that is gone for good (MLflow's database is another one) is replaced under the next
 * key, {@code <key>-2.json} and so on.
 */
final class RunClaim {
    private static final Logger LOGGER = LoggerFactory.getLogger(RunClaim.class);

    private static final int MOST = 100;

    private final MlflowCalls calls;
    private final ObjectStore objects;
    private final String bucket;
    private final String key;
    private final InstantSource clock;

    RunClaim(MlflowCalls calls, ObjectStore objects, String bucket, String key, InstantSource clock) {
        this.calls = calls;
        this.objects = objects;
        this.bucket = bucket;
        this.key = key;
        this.clock = clock;
    }

    /** @param filter MLflow search filter that only this thing's runs match */
    RunTracker.Run ensure(String experimentId, String runName, Map<String, String> tags, String filter) {
        int generation = 1;
        while (true) {
            String record = key + (generation == 1 ? "" : "-" + generation) + ".json";
            Optional<byte[]> recorded = objects.get(record);
            if (recorded.isPresent()) {
                RunTracker.Run run = read(record, recorded.get());
                if (usable(run.runId())) {
                    return run;
                }
                LOGGER.warn("MLflow run {} ({}) is gone for good; another one takes its place", run.runId(), record);
                generation++;
                continue;
            }
            Optional<Service.RunInfo> orphan =
                    runs(experimentId, filter).stream().findFirst();
            Service.RunInfo info = orphan.orElseGet(() -> create(experimentId, runName, tags));
            RunTracker.Run run = place(info);
            if (objects.putIfAbsent(record, Json.write(run), "application/json")) {
                deleteOthers(experimentId, filter, run.runId());
                return run;
            }
            if (orphan.isEmpty()) {
                deleteUnless(run.runId(), record);
            }
        }
    }

    private Service.RunInfo create(String experimentId, String runName, Map<String, String> tags) {
        Service.CreateRun.Builder request = Service.CreateRun.newBuilder()
                .setExperimentId(experimentId)
                .setRunName(runName)
                .setUserId("loupe")
                .setStartTime(clock.millis());
        tags.forEach((name, value) -> request.addTags(MlflowRunTracker.tag(name, value)));
        return calls.ask("create run \"" + runName + "\"", client -> client.createRun(request.build()));
    }

    /** Runs that match, oldest first. */
    private List<Service.RunInfo> runs(String experimentId, String filter) {
        return calls.ask("search runs of experiment " + experimentId, client -> client
                .searchRuns(
                        List.of(experimentId),
                        filter,
                        ViewType.ACTIVE_ONLY,
                        MOST,
                        List.of("attributes.start_time ASC", "attributes.run_id ASC"))
                .getItems()
                .stream()
                .map(Service.Run::getInfo)
                .toList());
    }

    /** A request to create a run whose answer was lost leaves a run that nobody knows: it goes, now that one is chosen. */
    private void deleteOthers(String experimentId, String filter, String chosen) {
        try {
            runs(experimentId, filter).stream()
                    .map(Service.RunInfo::getRunId)
                    .filter(runId -> !runId.equals(chosen))
                    .forEach(this::delete);
        } catch (TrackingException e) {
            LOGGER.warn("superfluous runs beside {} may stay in MLflow: {}", chosen, e.getMessage());
        }
    }

    private void delete(String runId) {
        calls.ask("delete the superfluous run " + runId, client -> {
            client.deleteRun(runId);
            return Boolean.TRUE;
        });
    }

    /** Deletes the run that lost, unless another caller has adopted and recorded just that one. */
    private void deleteUnless(String runId, String record) {
        boolean recordedAfterAll = objects.get(record)
                .map(bytes -> read(record, bytes).runId().equals(runId))
                .orElse(false);
        if (!recordedAfterAll) {
            delete(runId);
        }
    }

    private boolean usable(String runId) {
        try {
            String stage = calls.ask("look at run " + runId, client -> client.getRun(runId))
                    .getInfo()
                    .getLifecycleStage();
            if (!stage.equals("active")) {
                calls.ask("restore run " + runId, client -> {
                    client.restoreRun(runId);
                    return Boolean.TRUE;
                });
            }
            return true;
        } catch (MlflowRefusal e) {
            if (e.notFound()) {
                return false;
            }
            throw e;
        }
    }

    private RunTracker.Run place(Service.RunInfo info) {
        URI root = URI.create(info.getArtifactUri());
        if (!"s3".equals(root.getScheme()) || !bucket.equals(root.getAuthority())) {
            throw new TrackingException(
                    "MLflow keeps the artifacts of run " + info.getRunId() + " at " + info.getArtifactUri()
                            + "; start it with --default-artifact-root s3://" + bucket + "/mlflow",
                    false,
                    null);
        }
        String path = root.getPath().replaceAll("^/+|/+$", "");
        return new RunTracker.Run(info.getRunId(), info.getExperimentId(), path);
    }

    private static RunTracker.Run read(String record, byte[] json) {
        try {
            return Json.read(json, RunTracker.Run.class);
        } catch (IOException e) {
            throw new TrackingException("the object " + record + " is damaged: " + e.getMessage(), false, e);
        }
    }
}
