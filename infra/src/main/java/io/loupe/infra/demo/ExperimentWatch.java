package io.loupe.infra.demo;

import io.loupe.infra.Pause;
import io.loupe.infra.client.LoupeApi;
import io.loupe.infra.client.TrialView;
import io.loupe.infra.terminal.Terminal;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows an experiment's progress until none of its trials moves by itself any more. */
public final class ExperimentWatch {

    private static final Duration LOOK = Duration.ofSeconds(1);
    /** How often a trial gets a line where nobody can watch a bar move. */
    private static final Duration LINE_EVERY = Duration.ofSeconds(15);

    private final LoupeApi api;
    private final Terminal terminal;
    private final Map<String, String> lastState = new HashMap<>();
    private final Map<String, Long> lastLine = new HashMap<>();

    public ExperimentWatch(LoupeApi api, Terminal terminal) {
        this.api = api;
        this.terminal = terminal;
    }

    /** Returns the trials as they stand at the end. */
    public List<TrialView> untilAtRest(String experiment) {
        while (true) {
            List<TrialView> trials = api.experiment(experiment).trials();
            show(trials);
            if (!trials.isEmpty() && trials.stream().allMatch(TrialView::resting)) {
                terminal.block(List.of());
                if (terminal.interactive()) {
                    terminal.lines(TrialLines.of(trials));
                }
                return trials;
            }
            Pause.of(LOOK);
        }
    }

    private void show(List<TrialView> trials) {
        if (terminal.interactive()) {
            // Those at work first: a terminal may be too low for all.
            terminal.block(TrialLines.of(trials.stream()
                    .sorted(Comparator.comparing(trial -> !atWork(trial)))
                    .toList()));
            return;
        }
        List<String> lines = TrialLines.of(trials);
        for (int i = 0; i < trials.size(); i++) {
            TrialView trial = trials.get(i);
            String before = lastState.put(trial.id(), trial.state());
            long now = System.nanoTime();
            boolean due = atWork(trial) && now - lastLine.getOrDefault(trial.id(), 0L) > LINE_EVERY.toNanos();
            if (!trial.state().equals(before) || due) {
                lastLine.put(trial.id(), now);
                terminal.line(lines.get(i));
            }
        }
    }

    private static boolean atWork(TrialView trial) {
        return trial.progress().isPresent() && !trial.resting();
    }
}
