package io.loupe.web.pages;

import io.loupe.web.pages.dashboard.DashboardView;
import io.loupe.web.pages.dataset.DatasetView;
import io.loupe.web.pages.dataset.DatasetsView;
import io.loupe.web.pages.experiment.AddView;
import io.loupe.web.pages.experiment.BarPart;
import io.loupe.web.pages.experiment.ExperimentView;
import io.loupe.web.pages.experiment.ExperimentsView;
import io.loupe.web.pages.layout.Markdown;
import io.loupe.web.pages.layout.ProgressView;
import io.loupe.web.pages.layout.Shell;
import io.loupe.web.pages.layout.State;
import io.loupe.web.pages.layout.When;
import io.loupe.web.pages.problem.ConfirmView;
import io.loupe.web.pages.problem.ProblemView;
import io.loupe.web.pages.trial.ForkView;
import io.loupe.web.pages.trial.TrialView;
import io.loupe.web.pages.weights.WeightsView;
import io.loupe.web.pages.worker.WorkersView;
import io.loupe.workflows.trial.TrialState;
import java.time.Instant;
import java.util.ArrayList;
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
        pages.put("/", new Sample("dashboard", dashboard(), shell("Dashboard", "dashboard")));
        pages.put("/empty", new Sample("dashboard", emptyDashboard(), shell("Dashboard", "dashboard")));
        pages.put("/experiments", new Sample("experiments", experiments(), shell("Experiments", "experiments")));
        pages.put(
                "/experiments/" + ID,
                new Sample("experiment", experiment(), shell("VT-ADL, original loss or VAE loss?", "experiments")));
        pages.put(
                "/trials/training",
                new Sample("trial", trial(TrialState.TRAINING), shell("screw / vae / seed 2", "experiments")));
        pages.put(
                "/trials/failed",
                new Sample("trial", trial(TrialState.NEEDS_ATTENTION), shell("screw / vae / seed 3", "experiments")));
        pages.put(
                "/trials/done",
                new Sample("trial", trial(TrialState.SUCCEEDED), shell("screw / vae / seed 1", "experiments")));
        pages.put("/trials/done/fork", new Sample("fork", fork(), shell("Fork", "experiments")));
        pages.put("/experiments/" + ID + "/add", new Sample("add", add(), shell("Add", "experiments")));
        pages.put("/datasets", new Sample("datasets", datasets(), shell("Datasets", "datasets")));
        pages.put("/datasets/brackets", new Sample("dataset", dataset(), shell("brackets-line-2", "datasets")));
        pages.put("/workers", new Sample("workers", workers(), shell("Workers", "workers")));
        pages.put("/weights", new Sample("weights", weights(), shell("Weights", "weights")));
        pages.put("/weights/none", new Sample("weights", noWeights(), shell("Weights", "weights")));
        pages.put("/missing", new Sample("problem", problem(), shell("Not found", "")));
        pages.put("/confirm", new Sample("confirm", confirm(), shell("Cancel", "experiments")));
        return pages;
    }

    private static ForkView fork() {
        return new ForkView(
                "screw / vae / seed 1",
                "/trials/done",
                List.of(new ForkView.Step(14_400, true), new ForkView.Step(14_100, false)),
                "",
                "learningRate: -1",
                List.of("settings.learningRate: -1 is below the minimum 0"));
    }

    private static AddView add() {
        return new AddView(
                "VT-ADL, original loss or VAE loss?",
                "/experiments/" + ID,
                "4, 5",
                "1, 2, 3",
                "",
                List.of(new AddView.Dataset(
                        "mvtec-ad", List.of(new AddView.Category("leather", "mvtec-ad/leather", true)))),
                List.of());
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

    private static When ago(long seconds) {
        return When.of(NOW.minusSeconds(seconds), NOW);
    }

    private static State state(TrialState state) {
        return State.of(state);
    }

    static DashboardView emptyDashboard() {
        return new DashboardView(
                true, false, List.of(), List.of(), List.of(), List.of(), 0, List.of(), List.of(), List.of());
    }

    static DashboardView dashboard() {
        String experiment = "VT-ADL, original loss or VAE loss?";
        return new DashboardView(
                false,
                true,
                List.of(
                        new DashboardView.Glance(
                                "alert", "NEEDS_ATTENTION", "Needs attention", "1", "trial", "#attention"),
                        new DashboardView.Glance("", "TRAINING", "Running", "2", "trials", "#running"),
                        new DashboardView.Glance("", "QUEUED", "Queued", "8", "trials", "#queue"),
                        new DashboardView.Glance("", "chip", "Devices", "2 of 2", "busy", "#devices"),
                        new DashboardView.Glance("warn", "bolt", "Tracking", "2", "chunks behind", "#health"),
                        new DashboardView.Glance("", "check", "Services", "4 of 4", "answer", "#health")),
                List.of(new DashboardView.Attention(
                        ID,
                        "screw / vae / seed 3",
                        "/trials/failed",
                        "DATA",
                        experiment,
                        "/experiments/" + ID,
                        ago(1080),
                        "An image is not what was registered: 3 of 4 bytes of the PNG header are missing (the file is cut off).",
                        "mvtec-ad/screw/train/good/017.png",
                        "Replace the file, import the folder again if its content changed, then resume: the trial goes on from step 8,400.",
                        "Resume from step 8,400")),
                List.of(
                        new DashboardView.Running(
                                "screw / vae / seed 2",
                                "/trials/training",
                                experiment,
                                state(TrialState.TRAINING),
                                "0.7132",
                                new ProgressView("9,136", "/ 14,400 steps", 9136, 14400, 63, "3.4 steps/s", "26 min"),
                                "node-a · cpu"),
                        new DashboardView.Running(
                                "leather / original / seed 3",
                                "/trials/training",
                                experiment,
                                state(TrialState.EVALUATING),
                                "",
                                new ProgressView("61", "/ 83 images", 61, 83, 73, "1.9 images/s", "12 s"),
                                "node-b · gpu0")),
                List.of(
                        new DashboardView.Waiting(1, "bottle / original / seed 2", "#", experiment),
                        new DashboardView.Waiting(2, "screw / vae / seed 3", "#", experiment),
                        new DashboardView.Waiting(3, "leather / vae / seed 1", "#", experiment)),
                8,
                List.of(
                        new DashboardView.Device(
                                "node-a · cpu",
                                "train-cpu",
                                "screw / vae / seed 2",
                                "/trials/training",
                                "1.8 GiB",
                                Optional.of(ago(1))),
                        new DashboardView.Device(
                                "node-b · gpu0",
                                "train-gpu",
                                "leather / original / seed 3",
                                "/trials/training",
                                "6.4 GiB",
                                Optional.of(ago(2)))),
                List.of(
                        new DashboardView.Service(
                                "MLflow",
                                true,
                                "answers in 12 ms; 2 log chunks wait in the object store, nothing is lost"),
                        new DashboardView.Service("Object store", true, "answers in 3 ms"),
                        new DashboardView.Service("Temporal", true, "answers in 4 ms"),
                        new DashboardView.Service("PostgreSQL", true, "answers in 1 ms")),
                List.of(
                        new DashboardView.Result(
                                "bottle / vae / seed 3",
                                "/trials/done",
                                experiment,
                                "0.957",
                                "0.981",
                                "0.900",
                                ago(540)),
                        new DashboardView.Result(
                                "bottle / original / seed 3",
                                "/trials/done",
                                experiment,
                                "0.962",
                                "0.979",
                                "0.903",
                                ago(3480)),
                        new DashboardView.Result(
                                "leather / vae / seed 2",
                                "/trials/done",
                                experiment,
                                "0.884",
                                "0.934",
                                "–",
                                ago(9000))));
    }

    private static List<BarPart> bar() {
        Map<State, Integer> counts = new LinkedHashMap<>();
        counts.put(state(TrialState.SUCCEEDED), 11);
        counts.put(state(TrialState.TRAINING), 1);
        counts.put(state(TrialState.EVALUATING), 1);
        counts.put(state(TrialState.NEEDS_ATTENTION), 1);
        counts.put(state(TrialState.CANCELLED), 1);
        counts.put(state(TrialState.QUEUED), 3);
        return BarPart.of(counts);
    }

    static ExperimentsView experiments() {
        State running = new State("TRAINING", "Running");
        return new ExperimentsView(
                "",
                "",
                List.of(
                        new ExperimentsView.Filter("", "All", "/experiments", true),
                        new ExperimentsView.Filter("RUNNING", "Running", "/experiments?state=RUNNING", false),
                        new ExperimentsView.Filter("NEEDS_ATTENTION", "Needs attention", "#", false),
                        new ExperimentsView.Filter("SUCCEEDED", "Succeeded", "#", false)),
                List.of(
                        new ExperimentsView.Row(
                                ID,
                                "VT-ADL, original loss or VAE loss?",
                                "/experiments/" + ID,
                                running,
                                "mvtec-ad",
                                "3 categories · 2 arms · 3 seeds",
                                bar(),
                                18,
                                "11 of 18",
                                ago(25000)),
                        new ExperimentsView.Row(
                                "2",
                                "<b>Names</b> & \"quotes\" are text",
                                "#",
                                state(TrialState.SUCCEEDED),
                                "washers",
                                "1 category · 2 arms · 1 seed",
                                BarPart.of(Map.of(state(TrialState.SUCCEEDED), 2)),
                                2,
                                "2 of 2",
                                ago(250000))),
                "/experiments?after=x",
                true);
    }

    private static ExperimentView.Cell cell(
            String figure, String note, boolean best, String published, TrialState... states) {
        List<ExperimentView.Seed> seeds = new ArrayList<>();
        for (int i = 0; i < states.length; i++) {
            String percent =
                    states[i] == TrialState.TRAINING ? "63 %" : states[i] == TrialState.EVALUATING ? "73 %" : "";
            seeds.add(new ExperimentView.Seed(
                    figure + i + note.hashCode() + states.length,
                    "/trials/done",
                    state(states[i]),
                    "seed " + (i + 1) + ": " + state(states[i]).lower(),
                    percent));
        }
        return new ExperimentView.Cell(
                figure,
                note,
                best,
                published.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new ExperimentView.Published(
                                published,
                                Double.parseDouble("0" + published),
                                false,
                                "",
                                "The paper calls its figure PRO; the script released with it computes pixel AUROC on 512 × 512 maps. Ours is AU-PRO with a false positive rate limit of 0.3.",
                                "VT-ADL: Mishra et al., ISIE 2021, Table III.")),
                seeds);
    }

    static ExperimentView experiment() {
        TrialState ok = TrialState.SUCCEEDED;
        return new ExperimentView(
                ID,
                "e0c47a19",
                "VT-ADL, original loss or VAE loss?",
                new State("TRAINING", "Running"),
                List.of("mvtec-ad@a81f3c20"),
                "3 categories · 2 arms · 3 seeds",
                ago(25000),
                Optional.empty(),
                "11 of 18 trials succeeded",
                "about 3 h 40 min left",
                true,
                18,
                bar(),
                Optional.of(new ExperimentView.Cancel(2, 3, 11)),
                new ExperimentView.Verbs(true, true, true, 1, "normal", true),
                List.of(new ExperimentView.Attention(
                        ID,
                        "screw / vae / seed 3",
                        "/trials/failed",
                        "An image is not what was registered.",
                        "Resume")),
                new ExperimentView.Matrix(
                        List.of(
                                new ExperimentView.Metric("au-pro", "AU-PRO 0.3", "?metric=au-pro", true, true),
                                new ExperimentView.Metric("pixel", "pixel AUROC", "?metric=pixel", false, true),
                                new ExperimentView.Metric("image", "image AUROC", "?metric=image", false, true),
                                new ExperimentView.Metric("pixel-ap", "pixel AP", "?metric=pixel-ap", false, false)),
                        "au-pro",
                        List.of(
                                new ExperimentView.Arm("original", "vt-adl", 1),
                                new ExperimentView.Arm("vae", "vt-adl", 2)),
                        List.of(
                                new ExperimentView.Row(
                                        "screw",
                                        "320 train · 160 test",
                                        List.of(
                                                cell("0.871", "± 0.011", false, ".928", ok, ok, ok),
                                                cell(
                                                        "0.884",
                                                        "1 seed",
                                                        false,
                                                        "",
                                                        ok,
                                                        TrialState.TRAINING,
                                                        TrialState.NEEDS_ATTENTION))),
                                new ExperimentView.Row(
                                        "leather",
                                        "245 train · 124 test",
                                        List.of(
                                                cell("0.742", "± 0.021", false, ".728", ok, ok, TrialState.EVALUATING),
                                                cell("0.772", "± 0.009", true, "", ok, ok, TrialState.CANCELLED))),
                                new ExperimentView.Row(
                                        "bottle",
                                        "209 train · 83 test",
                                        List.of(
                                                cell("0.903", "± 0.008", true, ".949", ok, ok, ok),
                                                cell(
                                                        "–",
                                                        "",
                                                        false,
                                                        "",
                                                        TrialState.QUEUED,
                                                        TrialState.QUEUED,
                                                        TrialState.QUEUED)))),
                        Optional.of(new ExperimentView.Row(
                                "mean",
                                "over categories",
                                List.of(cell("0.839", "preliminary", false, ".807"), cell("–", "", false, "")))),
                        List.of(new ExperimentView.Row(
                                "mvtec-ad, mean",
                                "over 3 categories",
                                List.of(cell("0.839", "", false, ".807"), cell("–", "", false, "")))),
                        true,
                        false),
                Optional.of(new ExperimentView.Words(
                        "vae − original, AU-PRO 0.3",
                        "vae better by 0.012 [−0.006, 0.029]; 3 seeds, 2 categories",
                        "No difference can be claimed with the evidence so far.",
                        "Over 6 finished pairs (same category, same seed) vae is ahead in 4.",
                        "Paired t interval over pairs, 5 degrees of freedom.",
                        List.of(new ExperimentView.Pair("screw", "1", "0.871", "0.884", "+0.013")))),
                List.of(
                        new ExperimentView.BarGroup(
                                "screw",
                                List.of(
                                        new ExperimentView.Bar("original", 1, "0.871", "67.8", "65.0", "70.5", "82.0"),
                                        new ExperimentView.Bar("vae", 2, "0.884", "71.0", "", "", ""))),
                        new ExperimentView.BarGroup(
                                "leather",
                                List.of(
                                        new ExperimentView.Bar("original", 1, "0.742", "35.5", "30.3", "40.8", "32.0"),
                                        new ExperimentView.Bar("vae", 2, "0.772", "43.0", "40.8", "45.3", ""))),
                        new ExperimentView.BarGroup(
                                "bottle",
                                List.of(
                                        new ExperimentView.Bar("original", 1, "0.903", "75.8", "73.0", "78.5", "87.0"),
                                        new ExperimentView.Bar("vae", 2, "–", "", "", "", "")))),
                "AU-PRO 0.3, axis from 0.6 to 1.0",
                List.of(
                        new ExperimentView.CurveTrial("a", "screw", "original", 1, "1"),
                        new ExperimentView.CurveTrial("b", "screw", "vae", 2, "1")),
                List.of("screw", "leather", "bottle"),
                new ExperimentView.Settings(
                        List.of("original", "vae"),
                        List.of(
                                new ExperimentView.Setting(
                                        "loss", "what is minimised", List.of("mse-ssim-ll", "mse-vae")),
                                new ExperimentView.Setting("vae.beta", "weight of the KL term", List.of("–", "0.1"))),
                        List.of(new ExperimentView.Setting(
                                "gaussians", "components of the mixture", List.of("150", "150")))),
                Optional.of(Markdown.html("Does MSE + VAE (KL + LL) help?\n<script>alert(1)</script> is text.")),
                "loupe: 1\nname: VT-ADL, original loss or VAE loss?\n",
                "http://127.0.0.1:5000/#/experiments/1",
                "http://127.0.0.1:8233/");
    }

    static TrialView trial(TrialState now) {
        boolean done = now == TrialState.SUCCEEDED;
        boolean failed = now == TrialState.NEEDS_ATTENTION;
        List<TrialView.HeatMap> maps = new ArrayList<>();
        for (int i = 0; done && i < 40; i++) {
            String label = i < 12 ? "good" : i < 26 ? "scratch" : "dent";
            double score = (label.equals("good") ? 0.2 : 0.45) + (i * 37 % 29) / 80.0;
            maps.add(new TrialView.HeatMap(
                    "test/" + label + "/" + String.format("%03d", i) + ".png",
                    label,
                    Double.toString(score),
                    String.format("%.2f", score),
                    "/icon.svg",
                    label.equals("good") ? "" : "/icon.svg",
                    "/icon.svg",
                    "/icon.svg"));
        }
        return new TrialView(
                ID,
                "e0c47a19",
                "screw / vae / seed 2",
                state(now),
                done
                        ? "14,400 steps · took 1 h 12 min"
                        : failed
                                ? "stopped at 8,412 / 14,400 steps · 18 min ago · device given back"
                                : "attempt 2 on node-a · cpu · checkpoint at step 9,000",
                !done,
                new ProgressView(
                        done ? "14,400" : "9,136",
                        "/ 14,400 steps",
                        done ? 14400 : 9136,
                        14400,
                        63,
                        done ? "" : "3.4 steps/s",
                        done ? "" : "26 min"),
                failed ? "Resume from step 8,400" : "",
                failed,
                !done && !failed,
                failed,
                new TrialView.More(
                        !done && !failed,
                        true,
                        true,
                        done ? "epochs" : "",
                        400,
                        600,
                        "",
                        Optional.empty(),
                        done
                                ? List.of(new TrialView.Relative(
                                        "screw / vae, fork 1 / seed 2",
                                        "/trials/" + ID,
                                        new State("TRAINING", "Training"),
                                        "from step 9,000"))
                                : List.of(),
                        done
                                ? List.of(new TrialView.Earlier(
                                        "Before it was restarted by ada",
                                        "step 14,400 · AU-PRO 0.3 91.2 %",
                                        ago(90_000)))
                                : List.of()),
                "step 9,000",
                done || failed
                        ? ""
                        : "Attempt 1 ended: the worker fell silent. Attempt 2 is under way and goes on from the last"
                                + " checkpoint.",
                failed
                        ? Optional.of(new TrialView.Failure(
                                "NUMERICS",
                                "train/loss/ll became NaN at step 8,412. Last finite value 0.44 at 8,411.",
                                "train/loss/ll",
                                "Checkpoint 8,400 is sound: resume. If it stops here again, start it with a lower learning rate.",
                                List.of(
                                        "10:41:07.310 [checkpoints] INFO CheckpointWriter - checkpoint of step 8400 of 14400 is published",
                                        "10:41:09.022 [training] WARN Trouble - attempt 2 failed: train/loss/ll became NaN at step 8,412",
                                        "io.loupe.detectors.DetectorException: <script>alert(3)</script>"),
                                ago(1080)))
                        : Optional.empty(),
                "VT-ADL, original loss or VAE loss?",
                "/experiments/" + ID,
                List.of(
                        new TrialView.Link("MLflow run 7c1e04f2", "#"),
                        new TrialView.Link("Temporal history", "#"),
                        new TrialView.Link("receipt.json", "#"),
                        new TrialView.Link("config.yaml", "#")),
                new TrialView.Training(
                        List.of(
                                new TrialView.Term("train/loss", "total", "0.7132", 1),
                                new TrialView.Term("train/loss/mse", "mse", "0.0412", 2),
                                new TrialView.Term("train/loss/ll", "ll", "0.612", 3),
                                new TrialView.Term("train/loss/kl", "kl", "0.0601", 4)),
                        List.of("total", "mse"),
                        List.of(List.of("1", "11.74", "5.691"), List.of("9,000", "0.7132", "0.0412")),
                        List.of(
                                new TrialView.Fact("Rate", "3.4 steps/s", "rate-chart"),
                                new TrialView.Fact("Learning rate", "1.00e-04", ""),
                                new TrialView.Fact("Memory of the worker", "1.8 GiB", ""))),
                List.of(
                        new TrialView.Event("go", "TRAINING", "Training", "from checkpoint 8,400 on node-a", ago(16)),
                        new TrialView.Event("", "resume", "Resumed by a person", "", ago(60)),
                        new TrialView.Event(
                                "bad",
                                "alert",
                                "Failed: NUMERICS",
                                "train/loss/ll became NaN at step 8,412",
                                ago(1080)),
                        new TrialView.Event(
                                "", "PREPARING", "Preparing", "320 images in the verified cache", ago(4000)),
                        new TrialView.Event("", "user", "Submitted", "", ago(4100))),
                "vt-adl, preset paper",
                List.of(new TrialView.Setting("loss", "mse-vae", "mse-ssim-ll", "what is minimised")),
                List.of(new TrialView.Setting("gaussians", "150", "150", "components of the mixture")),
                done
                        ? List.of(
                                new TrialView.Figure("image AUROC", "0.957", "40 good, 70 defective"),
                                new TrialView.Figure("pixel AUROC", "0.981", "at the images' own size, raw scores"),
                                new TrialView.Figure("AU-PRO 0.3", "0.900", "false positive rate up to 0.3"))
                        : List.of(),
                done ? List.of(new TrialView.Figure("pixel AP", "0.612", "average precision")) : List.of(),
                done ? "of step 14,400" : "",
                "Measured once training has ended.",
                Optional.empty(),
                done
                        ? Optional.of(new TrialView.Evaluation(
                                "/roc.json",
                                "",
                                "/pro.json",
                                Samples.threshold(),
                                new TrialView.Deployment(
                                        "32 good images",
                                        List.of(
                                                new TrialView.Rule(
                                                        "highest score", "4.1", "0.967", "0.881", "0.049", ""),
                                                new TrialView.Rule(
                                                        "false alarm rate aimed at: 0.01",
                                                        "",
                                                        "",
                                                        "",
                                                        "",
                                                        "needs 99 good validation images, there are 32")))))
                        : Optional.empty(),
                maps,
                done
                        ? Optional.of(new TrialView.Scale(
                                "1.2",
                                "3.4",
                                "7.8",
                                "100",
                                "One scale for all images of this trial, from good held-out images.",
                                List.of(
                                        new TrialView.Stop("0", "150", "#210c4a"),
                                        new TrialView.Stop("150", "150", "#f98e09"))))
                        : Optional.empty(),
                List.of("good", "scratch", "dent"),
                done
                        ? Optional.of(new TrialView.ByDefect(
                                List.of("AU-PRO 0.3", "image AUROC"),
                                List.of(
                                        new TrialView.DefectRow(
                                                "scratch",
                                                "40",
                                                List.of(
                                                        new TrialView.Cell("0.912", ""),
                                                        new TrialView.Cell("0.960", ""))),
                                        new TrialView.DefectRow(
                                                "dent",
                                                "30",
                                                List.of(
                                                        new TrialView.Cell("\u2013", "there are no masks"),
                                                        new TrialView.Cell("0.953", "")))),
                                List.of(new TrialView.Undefined("AU-sPRO 0.05", "no structural anomalies"))))
                        : Optional.empty());
    }

    private static io.loupe.web.pages.trial.Threshold threshold() {
        return new io.loupe.web.pages.trial.Threshold(0.38, 66, 4, 3, 37);
    }

    static DatasetsView datasets() {
        return new DatasetsView(
                "3 datasets, 6.8 GiB.",
                List.of(
                        new DatasetsView.Row(
                                "brackets-line-2",
                                "/datasets/brackets",
                                "",
                                2,
                                "612",
                                "94",
                                "1.4 GiB",
                                "bad",
                                "3 problems",
                                ago(40)),
                        new DatasetsView.Row(
                                "washers",
                                "#",
                                "3f9c21d0",
                                1,
                                "440",
                                "110",
                                "486 MiB",
                                "warn",
                                "1 remark",
                                ago(259200)),
                        new DatasetsView.Row(
                                "mvtec-ad",
                                "#",
                                "a81f3c20",
                                15,
                                "3,629",
                                "1,725",
                                "4.9 GiB",
                                "good",
                                "complete",
                                ago(1209600))),
                new DatasetsView.ImportForm(
                        "k",
                        "Brackets!",
                        "data",
                        "auto",
                        List.of(
                                new DatasetsView.FieldProblem(
                                        "name",
                                        "Brackets! is not a name: small letters, digits, dot, dash, underscore"),
                                new DatasetsView.FieldProblem(
                                        "folder", "data is not a whole path: it starts with /"))));
    }

    static DatasetView dataset() {
        List<DatasetView.Picture> pictures = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            pictures.add(new DatasetView.Picture(
                    "good/" + i, "test/good/00" + i + ".png", "/icon.svg", "/icon.svg", i > 8 ? "/icon.svg" : ""));
        }
        return new DatasetView(
                "brackets-line-2",
                "3f9c21d0",
                "3f9c21d0".repeat(8),
                "2 categories, 706 images, 1.4 GiB",
                false,
                new DatasetView.Import(
                        "bad",
                        "The dataset cannot be used yet.",
                        "2 files must be mended; then import the same folder again.",
                        new ProgressView("703", "of 706 files read", 703, 706, 99, "", ""),
                        true,
                        true,
                        "/data/brackets",
                        ago(40),
                        List.of(
                                new DatasetView.Problem(
                                        true,
                                        "bracket-a/train/good/017.png",
                                        "3 of 4 bytes of PNG header missing: the file is cut off; replace the file and import again"),
                                new DatasetView.Problem(
                                        false,
                                        "bracket-b/test/good/009.png",
                                        "the same pixels as bracket-b/train/good/122.png: test images seen in training flatter the figures; remove one of the two")),
                        "2 errors",
                        "1 remark",
                        0),
                List.of(new DatasetView.Category(
                        "bracket-a", "#", true, "300", "20", "40", "crack, dent", "40", "1280 × 1024", "700 MiB")),
                Optional.of(new DatasetView.Browser(
                        "bracket-a",
                        "1280 × 1024",
                        List.of(
                                new DatasetView.Split("train", "300", "#", false),
                                new DatasetView.Split("test", "60", "#", true)),
                        pictures,
                        "1 to 16 of 60",
                        "",
                        "#")));
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
