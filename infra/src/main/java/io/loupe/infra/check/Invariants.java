package io.loupe.infra.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The promises, each checked over all of a {@link Snapshot}. */
public final class Invariants {

    private final Snapshot snapshot;
    private final Map<String, TrialCheckpoints> checkpoints = new HashMap<>();

    Invariants(Snapshot snapshot) {
        this.snapshot = snapshot;
        Map<String, List<Objects.Entry>> byTrial = snapshot.objects().list("checkpoints/").stream()
                .collect(Collectors.groupingBy(entry -> entry.key().split("/", -1)[1]));
        byTrial.forEach(
                (trial, entries) -> checkpoints.put(trial, new TrialCheckpoints(trial, entries, snapshot.objects())));
    }

    /** Everything that does not hold, empty if all is well. */
    public List<Finding> check() {
        List<Finding> findings = new ArrayList<>();
        checkpoints.values().stream()
                .sorted(Comparator.comparing(TrialCheckpoints::name))
                .forEach(one -> findings.addAll(one.check()));
        for (Snapshot.Trial trial : snapshot.trials()) {
            findings.addAll(
                    new TrialRecord(trial, chains(trial.id()), snapshot.runs().getOrDefault(trial.id(), List.of()))
                            .check());
            findings.addAll(TrialStates.check(
                    trial,
                    snapshot.lines().stream()
                            .filter(line -> line.trial().equals(trial.id()))
                            .toList()));
        }
        findings.addAll(requests());
        findings.addAll(workflows());
        findings.addAll(strangers());
        return findings;
    }

    /**
     * Whether these experiments, each of which Loupe has said to have taken, are there once.
     *
     * @param acknowledged ids that submits returned
     */
    public List<Finding> lost(List<String> acknowledged) {
        Set<String> known =
                snapshot.experiments().stream().map(Snapshot.Experiment::id).collect(Collectors.toSet());
        return acknowledged.stream()
                .filter(id -> !known.contains(id))
                .map(id -> new Finding("requests", "experiment " + id, "was acknowledged and is not in the database"))
                .toList();
    }

    /**
     * Compares each trial of one experiment with the one of the same arm, category and seed of another.
     *
     * @param expected experiment that nobody disturbed
     * @param actual experiment that was disturbed
     */
    public List<Finding> compare(String expected, String actual) {
        return new Comparison(snapshot, trial -> chains(trial).stream().reduce((earlier, later) -> later))
                .of(expected, actual);
    }

    /** How much was checked, for a report. */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new java.util.TreeMap<>();
        counts.put("experiments", snapshot.experiments().size());
        counts.put("trials", snapshot.trials().size());
        counts.put(
                "checkpoints",
                checkpoints.values().stream()
                        .mapToInt(one -> one.manifests().size())
                        .sum());
        counts.put(
                "points",
                snapshot.runs().values().stream()
                        .flatMap(List::stream)
                        .mapToInt(run -> run.points().size())
                        .sum());
        counts.put("timeline lines", snapshot.lines().size());
        return counts;
    }

    /** A trial's chains, that of its last restart at the end. */
    private List<TrialCheckpoints> chains(String trial) {
        return checkpoints.values().stream()
                .filter(chain -> chain.trial().equals(trial))
                .sorted(Comparator.comparing(TrialCheckpoints::restarts))
                .toList();
    }

    /** No wish waits for ever, and what has not ended is under way. */
    private List<Finding> requests() {
        List<Finding> findings = new ArrayList<>();
        for (Snapshot.Wish wish : snapshot.wishes()) {
            findings.add(new Finding(
                    "requests",
                    wish.kind() + " " + wish.subject(),
                    "waits since " + wish.since() + " to be told to Temporal"
                            + (wish.error().isEmpty() ? "" : ": " + wish.error())));
        }
        Set<String> withTrials =
                snapshot.trials().stream().map(Snapshot.Trial::experiment).collect(Collectors.toSet());
        for (Snapshot.Experiment experiment : snapshot.experiments()) {
            if (!withTrials.contains(experiment.id())) {
                findings.add(new Finding("requests", "experiment " + experiment.id(), "has no trials"));
            }
        }
        return findings;
    }

    /** What has ended holds nothing; what has not is held by a workflow. */
    private List<Finding> workflows() {
        List<Finding> findings = new ArrayList<>();
        Set<String> unknown = new TreeSet<>(snapshot.workflows());
        for (Snapshot.Trial trial : snapshot.trials()) {
            boolean runs = unknown.remove("trial-" + trial.id());
            if (runs && trial.terminal()) {
                findings.add(new Finding(
                        "workflows",
                        "trial " + trial.id(),
                        "is " + trial.state() + " and its workflow still runs: it may hold a device"));
            }
            boolean waitsForItsTurn =
                    trial.state().equals("QUEUED") && snapshot.workflows().contains("experiment-" + trial.experiment());
            if (!runs && !trial.terminal() && !waitsForItsTurn) {
                findings.add(new Finding(
                        "workflows", "trial " + trial.id(), "is " + trial.state() + " and no workflow will move it"));
            }
        }
        for (Snapshot.Experiment experiment : snapshot.experiments()) {
            boolean runs = unknown.remove("experiment-" + experiment.id());
            if (runs && experiment.ended()) {
                findings.add(new Finding(
                        "workflows", "experiment " + experiment.id(), "has ended and its workflow still runs"));
            }
        }
        unknown.removeIf(id -> !id.startsWith("trial-") && !id.startsWith("experiment-"));
        unknown.forEach(id ->
                findings.add(new Finding("workflows", id, "runs, and the database knows nothing that it belongs to")));
        return findings;
    }

    /** Every folder of checkpoints is a trial's. */
    private List<Finding> strangers() {
        Set<String> known = snapshot.trials().stream().map(Snapshot.Trial::id).collect(Collectors.toSet());
        return checkpoints.values().stream()
                .filter(chain -> !known.contains(chain.trial()))
                .map(TrialCheckpoints::name)
                .sorted()
                .map(name -> new Finding("objects", "checkpoints/" + name + "/", "belongs to no trial"))
                .toList();
    }
}
