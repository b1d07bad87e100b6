package io.loupe.web.pages;

import io.loupe.web.pages.experiment.AddView;
import io.loupe.web.pages.experiment.BarPart;
import io.loupe.web.pages.experiment.ExperimentView;
import io.loupe.web.pages.experiment.ExperimentsView;
import io.loupe.web.pages.layout.Markdown;
import io.loupe.web.pages.layout.State;
import io.loupe.workflows.trial.TrialState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One experiment, the list of all, and the page that adds to one. */
final class ExperimentSamples {
    private ExperimentSamples() {}

    static ExperimentsView list() {
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
                                Samples.ID,
                                "VT-ADL, original loss or VAE loss?",
                                "/experiments/" + Samples.ID,
                                running,
                                "mvtec-ad",
                                "3 categories · 2 arms · 3 seeds",
                                bar(),
                                18,
                                "11 of 18",
                                Samples.ago(25000)),
                        new ExperimentsView.Row(
                                "2",
                                "<b>Names</b> & \"quotes\" are text",
                                "#",
                                Samples.state(TrialState.SUCCEEDED),
                                "washers",
                                "1 category · 2 arms · 1 seed",
                                BarPart.of(Map.of(Samples.state(TrialState.SUCCEEDED), 2)),
                                2,
                                "2 of 2",
                                Samples.ago(250000))),
                "/experiments?after=x",
                true);
    }

    private static List<BarPart> bar() {
        Map<State, Integer> counts = new LinkedHashMap<>();
        counts.put(Samples.state(TrialState.SUCCEEDED), 11);
        counts.put(Samples.state(TrialState.TRAINING), 1);
        counts.put(Samples.state(TrialState.EVALUATING), 1);
        counts.put(Samples.state(TrialState.NEEDS_ATTENTION), 1);
        counts.put(Samples.state(TrialState.CANCELLED), 1);
        counts.put(Samples.state(TrialState.QUEUED), 3);
        return BarPart.of(counts);
    }

    static ExperimentView one() {
        TrialState ok = TrialState.SUCCEEDED;
        return new ExperimentView(
                Samples.ID,
                "e0c47a19",
                "VT-ADL, original loss or VAE loss?",
                new State("TRAINING", "Running"),
                List.of("mvtec-ad@a81f3c20"),
                "3 categories · 2 arms · 3 seeds",
                Samples.ago(25000),
                Optional.empty(),
                "11 of 18 trials succeeded",
                "about 3 h 40 min left",
                true,
                18,
                bar(),
                Optional.of(new ExperimentView.Cancel(2, 3, 11)),
                new ExperimentView.Verbs(true, true, true, 1, "normal", true),
                List.of(new ExperimentView.Attention(
                        Samples.ID,
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

    private static ExperimentView.Cell cell(
            String figure, String note, boolean best, String published, TrialState... states) {
        List<ExperimentView.Seed> seeds = new ArrayList<>();
        for (int i = 0; i < states.length; i++) {
            String percent =
                    states[i] == TrialState.TRAINING ? "63 %" : states[i] == TrialState.EVALUATING ? "73 %" : "";
            seeds.add(new ExperimentView.Seed(
                    figure + i + note.hashCode() + states.length,
                    "/trials/done",
                    Samples.state(states[i]),
                    "seed " + (i + 1) + ": " + Samples.state(states[i]).lower(),
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

    static AddView add() {
        return new AddView(
                "VT-ADL, original loss or VAE loss?",
                "/experiments/" + Samples.ID,
                "4, 5",
                "1, 2, 3",
                "",
                List.of(new AddView.Dataset(
                        "mvtec-ad", List.of(new AddView.Category("leather", "mvtec-ad/leather", true)))),
                List.of());
    }
}
