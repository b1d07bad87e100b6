package io.loupe.infra.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One trial's story: legal from line to line, without a gap, and it ends where the trial stands. */
final class TrialStates {

    /** What may follow what; the same state may always follow. Resume, restart and extend lead back to QUEUED. */
    private static final Map<String, Set<String>> NEXT = Map.of(
            "QUEUED",
                    Set.of(
                            "PREPARING",
                            "TRAINING",
                            "EVALUATING",
                            "EXPORTING",
                            "PAUSED",
                            "NEEDS_ATTENTION",
                            "SUCCEEDED",
                            "CANCELLED",
                            "GIVEN_UP"),
            "PREPARING", Set.of("QUEUED", "PAUSED", "NEEDS_ATTENTION", "CANCELLED"),
            "TRAINING", Set.of("QUEUED", "PAUSED", "NEEDS_ATTENTION", "CANCELLED"),
            "EVALUATING", Set.of("QUEUED", "EXPORTING", "PAUSED", "NEEDS_ATTENTION", "SUCCEEDED", "CANCELLED"),
            "EXPORTING", Set.of("QUEUED", "PAUSED", "NEEDS_ATTENTION", "SUCCEEDED", "CANCELLED"),
            "PAUSED", Set.of("QUEUED", "CANCELLED", "GIVEN_UP"),
            "NEEDS_ATTENTION", Set.of("QUEUED", "CANCELLED", "GIVEN_UP"),
            "SUCCEEDED", Set.of("QUEUED"),
            "CANCELLED", Set.of("QUEUED"),
            "GIVEN_UP", Set.of("QUEUED"));

    /** Lines of a workflow are numbered in each of its runs; others are wishes of people. */
    private static final Pattern OF_WORKFLOW = Pattern.compile("(.+):([0-9]+)");

    private TrialStates() {}

    static List<Finding> check(Snapshot.Trial trial, List<Snapshot.Line> lines) {
        List<Finding> findings = new ArrayList<>();
        Map<String, Integer> last = new HashMap<>();
        String state = "QUEUED";
        boolean any = false;
        for (Snapshot.Line line : lines) {
            Matcher key = OF_WORKFLOW.matcher(line.key());
            if (!key.matches()) {
                continue;
            }
            int number = Integer.parseInt(key.group(2));
            int expected = last.getOrDefault(key.group(1), 0) + 1;
            if (number != expected) {
                findings.add(found(trial, "line " + number + " of its workflow follows " + (expected - 1)));
            }
            last.put(key.group(1), number);
            if (!line.state().equals(state)
                    && !NEXT.getOrDefault(state, Set.of()).contains(line.state())) {
                findings.add(found(trial, line.state() + " follows " + state));
            }
            state = line.state();
            any = true;
        }
        if (any && !state.equals(trial.state()) && trial.terminal()) {
            findings.add(found(trial, "is " + trial.state() + ", its story ends with " + state));
        }
        if (!NEXT.containsKey(trial.state())) {
            findings.add(found(trial, trial.state() + " is no state: " + new TreeMap<>(NEXT).keySet()));
        }
        return findings;
    }

    private static Finding found(Snapshot.Trial trial, String message) {
        return new Finding("states", "trial " + trial.id(), message);
    }
}
