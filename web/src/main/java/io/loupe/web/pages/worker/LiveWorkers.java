package io.loupe.web.pages.worker;

import io.loupe.tracking.leave.Leave;
import io.loupe.tracking.leave.Leaves;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.orchestration.WorkerService;
import io.loupe.web.orchestration.WorkerView;
import io.loupe.web.orchestration.Workers;
import io.loupe.web.pages.layout.Beats;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.pages.layout.Progress;
import io.loupe.web.pages.layout.State;
import io.loupe.web.pages.layout.When;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    private record Busy(Trial trial, Beats.Beat beat) {}

    @Override
    public WorkersView workers() {
        Map<String, Busy> busy = new HashMap<>();
        List<Trial> atWork = trials.inStates(AT_WORK, TRIALS);
        beats.prepare(atWork.stream().map(Trial::id).toList());
        for (Trial trial : atWork) {
            beats.of(trial.id()).ifPresent(beat -> busy.put(beat.worker(), new Busy(trial, beat)));
        }
        Instant now = clock.instant();
        Map<String, Leave> onLeave = new TreeMap<>(verbs.onLeave());
        List<WorkersView.Worker> rows = new ArrayList<>();
        List<WorkerView> seen = workers.list();
        for (WorkerView worker : seen) {
            Optional<Leave> leave = Optional.ofNullable(onLeave.get(Leaves.worker(worker.identity())));
            rows.add(worker(worker, Optional.ofNullable(busy.get(worker.identity())), leave, now));
        }
        seen.forEach(worker -> onLeave.remove(Leaves.worker(worker.identity())));
        // Those that are not there have still to be called back.
        onLeave.values().forEach(leave -> rows.add(gone(leave)));
        return new WorkersView(rows, "");
    }

    private static WorkersView.Worker gone(Leave leave) {
        return new WorkersView.Worker(
                leave.worker().replace("/", " · "),
                leave.worker(),
                words(leave),
                "",
                "",
                "",
                true,
                Optional.empty(),
                Optional.empty());
    }

    private static String words(Leave leave) {
        return (leave.byItself() ? "took itself out of the queue: " : "takes no work: ") + leave.reason();
    }

    private static WorkersView.Worker worker(
            WorkerView worker, Optional<Busy> busy, Optional<Leave> leave, Instant now) {
        Optional<Instant> beat =
                busy.map(known -> Instant.ofEpochMilli(known.beat().progress().at()));
        return new WorkersView.Worker(
                worker.host() + (worker.device().isEmpty() ? "" : " · " + worker.device()),
                Leaves.worker(worker.identity()),
                leave.map(LiveWorkers::words).orElse(""),
                queues(worker, busy),
                Stream.of(
                                worker.pid().isEmpty() ? "" : "process " + worker.pid(),
                                worker.version().isEmpty() ? "" : "version " + worker.version())
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(" · ")),
                busy.map(known -> known.beat().progress().memoryBytes())
                        .filter(bytes -> bytes > 0)
                        .map(Format::bytes)
                        .orElse(""),
                !worker.answering() && busy.isEmpty(),
                busy.map(LiveWorkers::work),
                Optional.of(
                        When.of(beat.filter(at -> at.isAfter(worker.lastSeen())).orElse(worker.lastSeen()), now)));
    }

    /** With a trial on its device it asks that trial's queue for nothing, and serves it all the same. */
    private static String queues(WorkerView worker, Optional<Busy> busy) {
        return Stream.concat(busy.map(known -> known.trial().spec().queue()).stream(), worker.queues().stream())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static WorkersView.Work work(Busy busy) {
        return new WorkersView.Work(
                busy.trial().name(),
                "/trials/" + busy.trial().id(),
                State.of(busy.trial().state()),
                Progress.of(busy.beat().progress()).percent() + " %");
    }
}
