package io.loupe.infra.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One trial's record: each step once in its logs, and MLflow holds just that. */
final class TrialRecord {

    private static final int SHOWN = 5;
    private static final Map<String, String> STATUSES =
            Map.of("SUCCEEDED", "FINISHED", "CANCELLED", "KILLED", "NEEDS_ATTENTION", "FAILED");

    private final Snapshot.Trial trial;
    private final List<TrialCheckpoints> chains;
    private final List<Snapshot.Run> runs;
    private final List<Finding> findings = new ArrayList<>();

    /** @param chains of its checkpoints, that of its last restart at the end */
    TrialRecord(Snapshot.Trial trial, List<TrialCheckpoints> chains, List<Snapshot.Run> runs) {
        this.trial = trial;
        this.chains = chains;
        this.runs = runs;
    }

    List<Finding> check() {
        List<Point> logged = new ArrayList<>();
        for (TrialCheckpoints chain : chains) {
            steps(chain);
            chain.points()
                    .forEach(point -> logged.add(new Point(
                            chain.prefix() + point.metric(), point.step(), point.value(), point.timestamp())));
        }
        if (runs.size() > 1) {
            found(
                    "metrics",
                    "has " + runs.size() + " active runs in MLflow: "
                            + runs.stream().map(Snapshot.Run::id).toList());
        }
        boolean succeeded = trial.state().equals("SUCCEEDED");
        if (succeeded) {
            success();
        }
        for (Snapshot.Run run : runs) {
            recorded(logged, run.points(), succeeded);
            String status = STATUSES.get(trial.state());
            if (status != null && trial.terminal() && !run.status().equals(status)) {
                found("metrics", "is " + trial.state() + " and its run " + run.id() + " is " + run.status());
            }
            if (trial.run().isPresent() && !trial.run().get().equals(run.id())) {
                found("metrics", "names run " + trial.run().get() + ", MLflow has " + run.id());
            }
        }
        return findings;
    }

    /** Each metric holds a step once; together they are 1 (or where a fork begins) to n, n being the newest checkpoint's. */
    private void steps(TrialCheckpoints chain) {
        Map<String, Set<Long>> seen = new HashMap<>();
        Set<Long> steps = new TreeSet<>();
        for (Point point : chain.points()) {
            if (!seen.computeIfAbsent(point.metric(), name -> new HashSet<>()).add(point.step())) {
                found("metrics", "the logs hold " + point.metric() + " at step " + point.step() + " twice");
            }
            steps.add(point.step());
        }
        long last = chain.manifests().stream()
                .mapToLong(PublishedManifest::step)
                .max()
                .orElse(0);
        List<Long> missing = new ArrayList<>();
        for (long step = trial.begins() + 1; step <= last; step++) {
            if (!steps.remove(step)) {
                missing.add(step);
            }
        }
        if (!missing.isEmpty()) {
            found(
                    "metrics",
                    "the logs lack " + missing.size() + " of " + last + " steps, the first " + missing.getFirst());
        }
        if (!steps.isEmpty()) {
            found("metrics", "the logs hold steps that no checkpoint has: " + steps);
        }
    }

    private void success() {
        Optional<String> weights =
                chains.isEmpty() ? Optional.empty() : chains.getLast().finalWeights();
        if (weights.isEmpty()) {
            found("checkpoints", "has succeeded without a final checkpoint");
        } else if (trial.weights().isPresent() && !trial.weights().equals(weights)) {
            found(
                    "checkpoints",
                    "names the weights " + trial.weights().get() + ", its final checkpoint " + weights.get());
        }
        if (runs.isEmpty()) {
            found("metrics", "has succeeded without a run in MLflow");
        }
    }

    /** MLflow holds what the logs hold, and each result once. */
    private void recorded(List<Point> logged, List<Point> recorded, boolean whole) {
        Map<Point, Integer> rest = new HashMap<>();
        Map<String, List<Double>> results = new TreeMap<>();
        Set<String> measured = new HashSet<>();
        for (Point point : recorded) {
            if (point.metric().contains("eval/")) {
                results.computeIfAbsent(point.metric(), name -> new ArrayList<>())
                        .add(point.value());
                if (!measured.add(point.metric() + " at step " + point.step())) {
                    found("metrics", "MLflow holds " + point.metric() + " at step " + point.step() + " twice");
                }
            } else {
                rest.merge(point, 1, Integer::sum);
            }
        }
        List<Point> missing = new ArrayList<>();
        for (Point point : logged) {
            int left = rest.getOrDefault(point, 0) - 1;
            if (left < 0) {
                missing.add(point);
            } else if (left == 0) {
                rest.remove(point);
            } else {
                rest.put(point, left);
            }
        }
        if (whole && !missing.isEmpty()) {
            found("metrics", "MLflow lacks " + missing.size() + " of " + logged.size() + " points: " + some(missing));
        }
        if (!rest.isEmpty()) {
            found(
                    "metrics",
                    "MLflow holds " + rest.size() + " points that no log holds: " + some(List.copyOf(rest.keySet())));
        }
        if (whole) {
            String prefix = chains.isEmpty() ? "" : chains.getLast().prefix();
            trial.metrics().forEach((name, value) -> {
                if (!results.getOrDefault(prefix + name, List.of()).contains(value)) {
                    found("metrics", name + " is " + value + ", in MLflow " + results.get(prefix + name));
                }
            });
        }
    }

    private static String some(List<Point> points) {
        return points.subList(0, Math.min(SHOWN, points.size())) + (points.size() > SHOWN ? ", ..." : "");
    }

    private void found(String invariant, String message) {
        findings.add(new Finding(invariant, "trial " + trial.id(), message));
    }
}
