package io.loupe.web.pages.worker;

import io.loupe.tracking.leave.Leave;
import io.loupe.tracking.leave.Leaves;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.orchestration.WorkerService;
import io.loupe.web.orchestration.WorkerView;
import io.loupe.web.orchestration.Workers;
import io.loupe.web.pages.layout.Beats;
import io.loupe.workflows.trial.TrialState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Workers as Temporal sees them, each with the trial whose heartbeats it sends. */
@ApplicationScoped
class LiveWorkers implements WorkersSource {
    private static final int TRIALS = 200;
    private static final List<TrialState> AT_WORK =
            List.of(TrialState.PREPARING, TrialState.TRAINING, TrialState.EVALUATING, TrialState.EXPORTING);

    private final Workers workers;
    private final WorkerService verbs;
    private final TrialRepository trials;
    private final Beats beats;
    private final Clock clock;

    LiveWorkers(Workers workers, WorkerService verbs, TrialRepository trials, Beats beats, Clock clock) {
        this.workers = workers;
        this.verbs = verbs;
        this.trials = trials;
        this.beats = beats;
        this.clock = clock;
    }

    @Override
    public WorkersView workers() {
        Map<String, WorkerRow.Busy> busy = new HashMap<>();
        List<Trial> atWork = trials.inStates(AT_WORK, TRIALS);
        beats.prepare(atWork.stream().map(Trial::id).toList());
        for (Trial trial : atWork) {
            beats.of(trial.id()).ifPresent(beat -> busy.put(beat.worker(), new WorkerRow.Busy(trial, beat)));
        }
        Instant now = clock.instant();
        Map<String, Leave> onLeave = new TreeMap<>(verbs.onLeave());
        List<WorkersView.Worker> rows = new ArrayList<>();
        List<WorkerView> seen = workers.list();
        for (WorkerView worker : seen) {
            Optional<Leave> leave = Optional.ofNullable(onLeave.get(Leaves.worker(worker.identity())));
            rows.add(WorkerRow.of(worker, Optional.ofNullable(busy.get(worker.identity())), leave, now));
        }
        seen.forEach(worker -> onLeave.remove(Leaves.worker(worker.identity())));
        // Those that are not there have still to be called back.
        onLeave.values().forEach(leave -> rows.add(WorkerRow.gone(leave)));
        return new WorkersView(rows, "");
    }
}
