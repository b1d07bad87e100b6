package io.loupe.web.pages;

import io.loupe.web.pages.dashboard.DashboardView;
import io.loupe.web.pages.layout.ProgressView;
import io.loupe.workflows.trial.TrialState;
import java.util.List;
import java.util.Optional;

/** The first page on a busy afternoon, and on the first day. */
final class DashboardSample {
    private DashboardSample() {}

    static DashboardView empty() {
        return new DashboardView(
                true, false, List.of(), List.of(), List.of(), List.of(), 0, List.of(), List.of(), List.of());
    }

    static DashboardView busy() {
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
                        Samples.ID,
                        "screw / vae / seed 3",
                        "/trials/failed",
                        "DATA",
                        experiment,
                        "/experiments/" + Samples.ID,
                        Samples.ago(1080),
                        "An image is not what was registered: 3 of 4 bytes of the PNG header are missing (the file is cut off).",
                        "mvtec-ad/screw/train/good/017.png",
                        "Replace the file, import the folder again if its content changed, then resume: the trial goes on from step 8,400.",
                        "Resume from step 8,400")),
                List.of(
                        new DashboardView.Running(
                                "screw / vae / seed 2",
                                "/trials/training",
                                experiment,
                                Samples.state(TrialState.TRAINING),
                                "0.7132",
                                new ProgressView("9,136", "/ 14,400 steps", 9136, 14400, 63, "3.4 steps/s", "26 min"),
                                "node-a · cpu"),
                        new DashboardView.Running(
                                "leather / original / seed 3",
                                "/trials/training",
                                experiment,
                                Samples.state(TrialState.EVALUATING),
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
                                Optional.of(Samples.ago(1))),
                        new DashboardView.Device(
                                "node-b · gpu0",
                                "train-gpu",
                                "leather / original / seed 3",
                                "/trials/training",
                                "6.4 GiB",
                                Optional.of(Samples.ago(2)))),
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
                                Samples.ago(540)),
                        new DashboardView.Result(
                                "bottle / original / seed 3",
                                "/trials/done",
                                experiment,
                                "0.962",
                                "0.979",
                                "0.903",
                                Samples.ago(3480)),
                        new DashboardView.Result(
                                "leather / vae / seed 2",
                                "/trials/done",
                                experiment,
                                "0.884",
                                "0.934",
                                "–",
                                Samples.ago(9000))));
    }
}
