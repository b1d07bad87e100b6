package io.loupe.web.pages.dashboard;

import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialCounts;
import io.loupe.web.pages.layout.Beats;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.pages.layout.Health;
import io.loupe.web.pages.layout.Progress;
import io.loupe.web.pages.layout.ProgressView;
import io.loupe.web.pages.layout.State;
import io.loupe.web.pages.layout.When;
import io.loupe.web.pages.worker.WorkersView;
import io.loupe.workflows.FailureReport;
import io.loupe.workflows.trial.TrialProgress;
import io.loupe.workflows.trial.TrialState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fills the dashboard. */
final class DashboardViews {
    static final int QUEUE_SHOWN = 6;

    /**
     * What the dashboard is made of.
     *
     * @param attention trials that need a person, newest first
     * @param atWork trials that hold a device, or are about to
     * @param queue the first trials that wait, {@value #QUEUE_SHOWN} at most
     * @param finished trials that succeeded last, newest first
     */
    record Facts(
            boolean anyExperiment,
            boolean anyDataset,
            TrialCounts counts,
            List<Trial> attention,
            List<Trial> atWork,
            List<Queued> queue,
            List<Trial> finished,
            List<WorkersView.Worker> workers,
            List<Health.Check> checks) {}

    /** @param place in the queue for its devices */
    record Queued(Trial trial, int place) {}

    private DashboardViews() {}

    static DashboardView view(Facts facts, Beats beats, Instant now) {
        beats.prepare(facts.atWork().stream().map(Trial::id).toList());
        return new DashboardView(
                !facts.anyExperiment(),
                facts.anyDataset(),
                glances(facts, beats),
                facts.attention().stream().map(trial -> attention(trial, now)).toList(),
                facts.atWork().stream()
                        .map(trial -> running(trial, beats.of(trial.id())))
                        .toList(),
                facts.queue().stream().map(DashboardViews::waiting).toList(),
                facts.counts().of(TrialState.QUEUED),
                facts.workers().stream().map(DashboardViews::device).toList(),
                facts.checks().stream()
                        .map(check -> new DashboardView.Service(check.name(), check.answers(), check.text()))
                        .toList(),
                facts.finished().stream().map(trial -> result(trial, now)).toList());
    }

    private static List<DashboardView.Glance> glances(Facts facts, Beats beats) {
        List<DashboardView.Glance> glances = new ArrayList<>();
        int attention = facts.counts().of(TrialState.NEEDS_ATTENTION);
        glances.add(new DashboardView.Glance(
                attention > 0 ? "alert" : "",
                "NEEDS_ATTENTION",
                "Needs attention",
                Format.number(attention),
                attention == 1 ? "trial" : "trials",
                attention > 0 ? "#attention" : "#running"));
        int running = facts.counts().atWork();
        glances.add(new DashboardView.Glance(
                "", "TRAINING", "Running", Format.number(running), running == 1 ? "trial" : "trials", "#running"));
        int queued = facts.counts().of(TrialState.QUEUED);
        glances.add(new DashboardView.Glance(
                "", "QUEUED", "Queued", Format.number(queued), queued == 1 ? "trial" : "trials", "#queue"));
        long busy = facts.workers().stream()
                .filter(worker -> worker.work().isPresent())
                .count();
        glances.add(new DashboardView.Glance(
                facts.workers().isEmpty() && queued > 0 ? "warn" : "",
                "chip",
                "Workers",
                facts.workers().isEmpty()
                        ? "0"
                        : busy + " of " + facts.workers().size(),
                facts.workers().isEmpty() ? "ask for work" : "busy",
                "#devices"));
        int behind = facts.atWork().stream()
                .flatMap(trial -> beats.of(trial.id()).stream())
                .mapToInt(beat -> beat.progress().trackingBehind())
                .sum();
        glances.add(
                behind == 0
                        ? new DashboardView.Glance("", "bolt", "Tracking", "0", "chunks behind", "#health")
                        : new DashboardView.Glance(
                                "warn", "bolt", "Tracking", Format.number(behind), "chunks behind", "#health"));
        long answer = facts.checks().stream().filter(Health.Check::answers).count();
        glances.add(new DashboardView.Glance(
                answer < facts.checks().size() ? "alert" : "",
                answer < facts.checks().size() ? "alert" : "check",
                "Services",
                answer + " of " + facts.checks().size(),
                "answer",
                "#health"));
        return glances;
    }

    private static DashboardView.Attention attention(Trial trial, Instant now) {
        Optional<FailureReport> failure = trial.failure();
        return new DashboardView.Attention(
                trial.id().toString(),
                trial.name(),
                "/trials/" + trial.id(),
                failure.map(report -> report.failureClass().name()).orElse(""),
                trial.experimentName(),
                "/experiments/" + trial.experimentId(),
                When.of(trial.stateSince(), now),
                failure.map(FailureReport::cause).orElse("It stopped and says no more."),
                failure.map(FailureReport::place).orElse(""),
                failure.map(FailureReport::advice).orElse(""),
                "Resume");
    }

    private static DashboardView.Running running(Trial trial, Optional<Beats.Beat> beat) {
        return new DashboardView.Running(
                trial.name(),
                "/trials/" + trial.id(),
                trial.experimentName(),
                State.of(trial.state()),
                beat.map(Beats.Beat::progress)
                        .map(TrialProgress::losses)
                        .map(losses -> losses.get("train/loss"))
                        .map(Format::value)
                        .orElse(""),
                beat.map(known -> Progress.of(known.progress())).orElse(ProgressView.NONE),
                beat.map(known -> device(known)).orElse(""));
    }

    private static String device(Beats.Beat beat) {
        return beat.worker().isEmpty()
                ? beat.progress().device()
                : beat.worker() + " · " + beat.progress().device();
    }

    private static DashboardView.Waiting waiting(Queued queued) {
        Trial trial = queued.trial();
        return new DashboardView.Waiting(queued.place(), trial.name(), "/trials/" + trial.id(), trial.experimentName());
    }

    private static DashboardView.Device device(WorkersView.Worker worker) {
        return new DashboardView.Device(
                worker.name(),
                worker.device().isEmpty() ? worker.queues() : worker.device() + " · " + worker.queues(),
                worker.work().map(WorkersView.Work::trial).orElse(""),
                worker.work().map(WorkersView.Work::href).orElse(""),
                worker.memory(),
                worker.seen());
    }

    private static DashboardView.Result result(Trial trial, Instant now) {
        return new DashboardView.Result(
                trial.name(),
                "/trials/" + trial.id(),
                trial.experimentName(),
                figure(trial, "eval/image_auroc"),
                figure(trial, "eval/pixel_auroc"),
                figure(trial, "eval/au_pro_0.3"),
                When.of(trial.endedAt().orElse(trial.stateSince()), now));
    }

    private static String figure(Trial trial, String metric) {
        return Optional.ofNullable(trial.metrics().get(metric))
                .map(Format::metric)
                .orElse("–");
    }
}
