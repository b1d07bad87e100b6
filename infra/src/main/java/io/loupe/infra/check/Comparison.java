package io.loupe.infra.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Two experiments of the same document: what a disturbed trial made is what the undisturbed one made. */
final class Comparison {

    private final Snapshot snapshot;
    private final Function<String, Optional<TrialCheckpoints>> checkpoints;

    /** @param checkpoints a trial's newest chain */
    Comparison(Snapshot snapshot, Function<String, Optional<TrialCheckpoints>> checkpoints) {
        this.snapshot = snapshot;
        this.checkpoints = checkpoints;
    }

    List<Finding> of(String expected, String actual) {
        List<Finding> findings = new ArrayList<>();
        Map<String, Snapshot.Trial> reference = snapshot.trials().stream()
                .filter(trial -> trial.experiment().equals(expected))
                .collect(Collectors.toMap(Snapshot.Trial::label, Function.identity()));
        for (Snapshot.Trial trial : snapshot.trials()) {
            if (trial.experiment().equals(actual)) {
                Snapshot.Trial same = reference.remove(trial.label());
                if (same == null) {
                    findings.add(found(trial, "the undisturbed experiment has no " + trial.label()));
                } else {
                    compare(same, trial, findings);
                }
            }
        }
        reference
                .keySet()
                .forEach(label -> findings.add(new Finding("exactness", "experiment " + actual, "lacks " + label)));
        return findings;
    }

    private void compare(Snapshot.Trial same, Snapshot.Trial trial, List<Finding> findings) {
        if (!trial.state().equals("SUCCEEDED")) {
            findings.add(found(trial, trial.label() + " is " + trial.state()));
            return;
        }
        Optional<String> weights = weights(trial);
        if (weights.isEmpty() || !weights.equals(weights(same))) {
            findings.add(found(
                    trial,
                    trial.label() + ": final weights " + weights.orElse("none") + ", undisturbed "
                            + weights(same).orElse("none")));
        }
        Set<String> points = points(trial);
        Set<String> wanted = points(same);
        if (!points.equals(wanted)) {
            Set<String> differing = new HashSet<>(points);
            differing.removeAll(wanted);
            findings.add(found(
                    trial,
                    trial.label() + ": " + points.size() + " points in MLflow, undisturbed "
                            + wanted.size() + "; " + differing.size() + " differ, such as "
                            + differing.stream().findFirst().orElse("one that is missing")));
        }
        if (!trial.metrics().equals(same.metrics())) {
            findings.add(
                    found(trial, trial.label() + ": results " + trial.metrics() + ", undisturbed " + same.metrics()));
        }
    }

    private Optional<String> weights(Snapshot.Trial trial) {
        return checkpoints.apply(trial.id()).flatMap(TrialCheckpoints::finalWeights);
    }

    /** Name, step and value: the times differ. */
    private Set<String> points(Snapshot.Trial trial) {
        return snapshot.runs().getOrDefault(trial.id(), List.of()).stream()
                .flatMap(run -> run.points().stream())
                .map(point -> point.metric() + " at " + point.step() + " = " + point.value())
                .collect(Collectors.toSet());
    }

    private static Finding found(Snapshot.Trial trial, String message) {
        return new Finding("exactness", "trial " + trial.id(), message);
    }
}
