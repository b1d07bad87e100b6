package io.loupe.infra.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** What a stack holds after two experiments of one trial each, in which all is well; a test then breaks one thing. */
final class SoundStack {

    static final String TRIAL = "t1";
    static final String TWIN = "t2";
    static final int STEPS = 6;

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    final Map<String, byte[]> objects = new TreeMap<>();
    final List<Snapshot.Experiment> experiments = new ArrayList<>();
    final List<Snapshot.Trial> trials = new ArrayList<>();
    final List<Snapshot.Line> lines = new ArrayList<>();
    final List<Snapshot.Wish> wishes = new ArrayList<>();
    final Map<String, List<Point>> points = new HashMap<>();
    final Map<String, String> statuses = new HashMap<>();
    final Map<String, List<Snapshot.Run>> moreRuns = new HashMap<>();
    final Set<String> workflows = new HashSet<>();

    SoundStack() {
        add("e1", TRIAL);
        add("e2", TWIN);
    }

    private void add(String experiment, String trial) {
        experiments.add(new Snapshot.Experiment(experiment, "Sound", true));
        String weights = "";
        points.put(trial, new ArrayList<>());
        for (int number = 1; number <= 3; number++) {
            weights = publish(trial, number, number * 2, (number - 1) * 2 + 1);
        }
        points.get(trial).add(new Point("eval/image_auroc", STEPS, 0.9, 99));
        statuses.put(trial, "FINISHED");
        trials.add(new Snapshot.Trial(
                trial,
                experiment,
                "washers / washer / vae / seed 1",
                "SUCCEEDED",
                Optional.of("run-" + trial),
                Optional.of(weights),
                Map.of("eval/image_auroc", 0.9),
                0));
        story(trial, "QUEUED", "PREPARING", "QUEUED", "TRAINING", "TRAINING", "QUEUED", "EVALUATING", "SUCCEEDED");
    }

    /** Replaces a trial's story. */
    void story(String trial, String... states) {
        lines.removeIf(line -> line.trial().equals(trial));
        for (int i = 0; i < states.length; i++) {
            lines.add(new Snapshot.Line(trial, "run-of-" + trial + ":" + (i + 1), states[i]));
        }
    }

    /** Publishes a checkpoint with the points of steps {@code first} to {@code step}; returns the hash of its weights. */
    String publish(String trial, int number, int step, int first) {
        String weights = blob(trial, ("weights at step " + step).getBytes(UTF_8));
        StringBuilder log = new StringBuilder();
        for (int at = first; at <= step; at++) {
            log.append("[\"train/loss\",")
                    .append(1.0 / at)
                    .append(',')
                    .append(at)
                    .append(",")
                    .append(1000 + at)
                    .append("]\n");
            points.get(trial).add(new Point("train/loss", at, 1.0 / at, 1000 + at));
        }
        // the two newest are kept, and every log
        if (number < 2) {
            objects.remove(key(trial, weights));
        }
        byte[] chunk = zip(log.toString());
        String json = """
                {"format":1,"manifest":{"trial":"%s","sequence":%d,"step":%d,"totalSteps":%d,"attempt":1,
                 "parts":[{"name":"weights","sha256":"%s","size":%d}],
                 "log":{"name":"log","sha256":"%s","size":%d},"facts":{"device":"cpu"},"publishedAt":5}}
                """.formatted(
                        trial,
                        number,
                        step,
                        STEPS,
                        weights,
                        ("weights at step " + step).length(),
                        blob(trial, chunk),
                        chunk.length);
        objects.put("checkpoints/" + trial + "/manifests/%012d.json".formatted(number), json.getBytes(UTF_8));
        return weights;
    }

    String blob(String trial, byte[] content) {
        String hash = S3Objects.sha256(content);
        objects.put(key(trial, hash), content);
        return hash;
    }

    static String key(String trial, String hash) {
        return "checkpoints/" + trial + "/blobs/" + hash;
    }

    static byte[] zip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Puts another trial in the place of the one with that id. */
    void change(String trial, String state, Optional<String> weights) {
        trials.replaceAll(old -> old.id().equals(trial)
                ? new Snapshot.Trial(
                        trial, old.experiment(), old.label(), state, old.run(), weights, old.metrics(), old.begins())
                : old);
    }

    Invariants invariants() {
        Objects bucket = new Objects() {
            @Override
            public List<Entry> list(String prefix) {
                return objects.keySet().stream()
                        .filter(key -> key.startsWith(prefix))
                        .map(key -> new Entry(key, objects.get(key).length, AT))
                        .toList();
            }

            @Override
            public Optional<byte[]> get(String key) {
                return Optional.ofNullable(objects.get(key));
            }
        };
        Map<String, List<Snapshot.Run>> runs = points.keySet().stream()
                .collect(Collectors.toMap(trial -> trial, trial -> {
                    List<Snapshot.Run> all = new ArrayList<>(moreRuns.getOrDefault(trial, List.of()));
                    all.add(new Snapshot.Run("run-" + trial, statuses.get(trial), points.get(trial)));
                    return all;
                }));
        return new Invariants(new Snapshot(experiments, trials, lines, wishes, bucket, runs, workflows, AT));
    }
}
