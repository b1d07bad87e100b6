package io.loupe.web.pages;

import io.loupe.web.pages.layout.Shell;
import io.loupe.web.pages.layout.State;
import io.loupe.web.pages.layout.When;
import io.loupe.web.pages.problem.ConfirmView;
import io.loupe.web.pages.problem.ProblemView;
import io.loupe.web.pages.weights.WeightsView;
import io.loupe.web.pages.worker.WorkersView;
import io.loupe.workflows.trial.TrialState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Views as a busy afternoon would fill them, for rendering without a database. */
public final class Samples {
    static final Instant NOW = Instant.parse("2026-03-12T14:32:31Z");
    static final String ID = "0195a0c2-71de-7c40-9d11-2f6be0c47a19";

    private Samples() {}

    /** @param template name below {@code templates/pages} */
    public record Sample(String template, Object view, Shell shell) {}

    /** Pages by path. */
    public static Map<String, Sample> all() {
        Map<String, Sample> pages = new LinkedHashMap<>();
        pages.put("/", new Sample("dashboard", DashboardSample.busy(), shell("Dashboard", "dashboard")));
        pages.put("/empty", new Sample("dashboard", DashboardSample.empty(), shell("Dashboard", "dashboard")));
        pages.put(
                "/experiments",
                new Sample("experiments", ExperimentSamples.list(), shell("Experiments", "experiments")));
        pages.put(
                "/experiments/" + ID,
                new Sample(
                        "experiment",
                        ExperimentSamples.one(),
                        shell("VT-ADL, original loss or VAE loss?", "experiments")));
        pages.put(
                "/trials/training",
                new Sample(
                        "trial", TrialSamples.in(TrialState.TRAINING), shell("screw / vae / seed 2", "experiments")));
        pages.put(
                "/trials/failed",
                new Sample(
                        "trial",
                        TrialSamples.in(TrialState.NEEDS_ATTENTION),
                        shell("screw / vae / seed 3", "experiments")));
        pages.put(
                "/trials/done",
                new Sample(
                        "trial", TrialSamples.in(TrialState.SUCCEEDED), shell("screw / vae / seed 1", "experiments")));
        pages.put("/trials/done/fork", new Sample("fork", TrialSamples.fork(), shell("Fork", "experiments")));
        pages.put(
                "/experiments/" + ID + "/add", new Sample("add", ExperimentSamples.add(), shell("Add", "experiments")));
        pages.put("/datasets", new Sample("datasets", DatasetSamples.list(), shell("Datasets", "datasets")));
        pages.put(
                "/datasets/brackets",
                new Sample("dataset", DatasetSamples.one(), shell("brackets-line-2", "datasets")));
        pages.put("/workers", new Sample("workers", workers(), shell("Workers", "workers")));
        pages.put("/weights", new Sample("weights", weights(), shell("Weights", "weights")));
        pages.put("/weights/none", new Sample("weights", noWeights(), shell("Weights", "weights")));
        pages.put("/missing", new Sample("problem", problem(), shell("Not found", "")));
        pages.put("/confirm", new Sample("confirm", confirm(), shell("Cancel", "experiments")));
        return pages;
    }

    public static Shell shell(String title, String section) {
        List<Shell.Crumb> crumbs = section.equals("experiments") && !title.equals("Experiments")
                ? List.of(new Shell.Crumb("Experiments", "/experiments"))
                : List.of();
        return new Shell(
                title,
                section,
                crumbs,
                new Shell.Counts(1, 12, 4, 2),
                new Shell.Services(true, "All services answer"),
                Optional.empty(),
                "",
                "1");
    }

    static When ago(long seconds) {
        return When.of(NOW.minusSeconds(seconds), NOW);
    }

    static State state(TrialState state) {
        return State.of(state);
    }

    static WorkersView workers() {
        return new WorkersView(
                List.of(
                        new WorkersView.Worker(
                                "4711@node-a",
                                "node-a/cpu",
                                "",
                                "train-cpu, data",
                                "cpu",
                                "1.8 GiB",
                                false,
                                Optional.of(new WorkersView.Work(
                                        "screw / vae / seed 2",
                                        "/trials/training",
                                        state(TrialState.TRAINING),
                                        "63 %")),
                                Optional.of(ago(1))),
                        new WorkersView.Worker(
                                "815@node-b",
                                "node-b/gpu0",
                                "took itself out of the queue: 3 different trials failed here one after the other",
                                "train-gpu, data",
                                "gpu0",
                                "",
                                true,
                                Optional.empty(),
                                Optional.of(ago(8)))),
                "");
    }

    static WeightsView weights() {
        return new WeightsView(
                List.of(new WeightsView.Row(
                        "pdn-small-imagenette",
                        "PDN small, distilled from Wide-ResNet-101-2",
                        "/trials/done",
                        "9af0c1d2",
                        "9af0c1d2".repeat(8),
                        "10.6 MiB",
                        List.of(new WeightsView.Figure("feature regression", "0.1532")))),
                "",
                List.of());
    }

    static WeightsView noWeights() {
        return new WeightsView(List.of(), "", List.of("pdn-distillation"));
    }

    static ProblemView problem() {
        return new ProblemView(
                404,
                "No such trial",
                "There is no trial 0195a0c2-71de-7c40-9d11-2f6be0c47a10. Its experiment may be in another catalogue.",
                List.of(new ProblemView.Way("Dashboard", "/"), new ProblemView.Way("Experiments", "/experiments")));
    }

    static ConfirmView confirm() {
        return new ConfirmView(
                "Cancel this trial?",
                "The worker writes a checkpoint, then lets go of the device.",
                List.of("Kept: checkpoints, metrics so far, the MLflow run and the timeline"),
                List.of("Ended for good: a cancelled trial is not resumed"),
                "/x",
                "Cancel trial",
                "/",
                "Keep running");
    }
}
