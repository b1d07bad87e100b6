package io.loupe.web.pages;

import io.loupe.web.pages.layout.ProgressView;
import io.loupe.web.pages.layout.State;
import io.loupe.web.pages.trial.ForkView;
import io.loupe.web.pages.trial.Threshold;
import io.loupe.web.pages.trial.TrialView;
import io.loupe.workflows.trial.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One trial in each state that changes the page, and the page that forks it. */
final class TrialSamples {
    private TrialSamples() {}

    static TrialView in(TrialState now) {
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
                Samples.ID,
                "e0c47a19",
                "screw / vae / seed 2",
                Samples.state(now),
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
                                        "/trials/" + Samples.ID,
                                        new State("TRAINING", "Training"),
                                        "from step 9,000"))
                                : List.of(),
                        done
                                ? List.of(new TrialView.Earlier(
                                        "Before it was restarted by ada",
                                        "step 14,400 · AU-PRO 0.3 91.2 %",
                                        Samples.ago(90_000)))
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
                                Samples.ago(1080)))
                        : Optional.empty(),
                "VT-ADL, original loss or VAE loss?",
                "/experiments/" + Samples.ID,
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
                        new TrialView.Event(
                                "go", "TRAINING", "Training", "from checkpoint 8,400 on node-a", Samples.ago(16)),
                        new TrialView.Event("", "resume", "Resumed by a person", "", Samples.ago(60)),
                        new TrialView.Event(
                                "bad",
                                "alert",
                                "Failed: NUMERICS",
                                "train/loss/ll became NaN at step 8,412",
                                Samples.ago(1080)),
                        new TrialView.Event(
                                "", "PREPARING", "Preparing", "320 images in the verified cache", Samples.ago(4000)),
                        new TrialView.Event("", "user", "Submitted", "", Samples.ago(4100))),
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
                                threshold(),
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

    private static Threshold threshold() {
        return new Threshold(0.38, 66, 4, 3, 37);
    }

    static ForkView fork() {
        return new ForkView(
                "screw / vae / seed 1",
                "/trials/done",
                List.of(new ForkView.Step(14_400, true), new ForkView.Step(14_100, false)),
                "",
                "learningRate: -1",
                List.of("settings.learningRate: -1 is below the minimum 0"));
    }
}
