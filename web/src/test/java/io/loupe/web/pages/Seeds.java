package io.loupe.web.pages;

import io.loupe.web.TestData;
import io.loupe.web.catalogue.Dataset;
import io.loupe.web.catalogue.DatasetRepository;
import io.loupe.web.catalogue.Ids;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialChanges;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.orchestration.ExperimentService;
import io.loupe.workflows.FailureClass;
import io.loupe.workflows.FailureReport;
import io.loupe.workflows.control.TrialChange;
import io.loupe.workflows.dataset.ImportOutcome;
import io.loupe.workflows.dataset.ImportSpec;
import io.loupe.workflows.trial.TrialResults;
import io.loupe.workflows.trial.TrialState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Puts an afternoon's work into the catalogue: trials that succeeded, run, wait and failed. */
@ApplicationScoped
public class Seeds {
    static final String NAME = "VT-ADL, original loss or VAE loss?";
    static final String HOSTILE = "</p><script>window.hacked=1</script><b onclick=alert(1)>bold</b>";

    private final StoredSeeds stored;
    private final DatasetRepository datasets;
    private final ExperimentService experiments;
    private final TrialRepository trials;
    private final TrialChanges changes;
    private final Clock clock;
    private final Ids ids;

    Seeds(
            StoredSeeds stored,
            DatasetRepository datasets,
            ExperimentService experiments,
            TrialRepository trials,
            TrialChanges changes,
            Clock clock,
            Ids ids) {
        this.stored = stored;
        this.datasets = datasets;
        this.experiments = experiments;
        this.trials = trials;
        this.changes = changes;
        this.clock = clock;
        this.ids = ids;
    }

    /** What was made. */
    public record Seeded(UUID experiment, UUID succeeded, UUID training, UUID failed, UUID queued) {}

    public Seeded seed() {
        dataset("mvtec-ad", List.of("screw", "leather"));
        String document = """
                loupe: 1
                name: %s
                notes: "%s"
                data:
                  - dataset: mvtec-ad
                    categories: [screw, leather]
                arms:
                  - name: original
                    detector: vt-adl
                    preset: quick
                    settings: { loss: mse-ssim-ll }
                  - name: vae
                    detector: vt-adl
                    preset: quick
                    settings: { loss: mse-vae, vae: { beta: 0.5 } }
                seeds: [1, 2]
                """.formatted(NAME, HOSTILE);
        UUID experiment =
                switch (experiments.submit(document, Optional.of(ids.next().toString()), "mina")) {
                    case ExperimentService.Submission.Accepted accepted ->
                        accepted.submitted().id();
                    case ExperimentService.Submission.Refused refused ->
                        throw new AssertionError(refused.problems().toString());
                };
        List<Trial> all = trials.ofExperiment(experiment);
        succeed(all.get(0), 0.871);
        succeed(all.get(1), 0.884);
        succeed(all.get(2), 0.742);
        begin(all.get(3));
        stored.history(all.get(3).id(), 700);
        fail(all.get(4));
        return new Seeded(
                experiment,
                all.get(0).id(),
                all.get(3).id(),
                all.get(4).id(),
                all.get(5).id());
    }

    /** Fifteen categories, five arms with names as long as they may be, three seeds; a few trials have ended. */
    public UUID wide() {
        List<String> categories = List.of(
                "bottle",
                "cable",
                "capsule",
                "carpet",
                "grid",
                "hazelnut",
                "leather",
                "metal_nut",
                "pill",
                "screw",
                "tile",
                "toothbrush",
                "transistor",
                "wood",
                "zipper");
        dataset("mvtec-ad-whole", categories);
        StringBuilder document = new StringBuilder(
                "loupe: 1\nname: Five arms on everything\ndata:\n" + "  - dataset: mvtec-ad-whole\narms:\n");
        for (int i = 1; i <= 5; i++) {
            document.append("""
                      - name: "VT-ADL with the original loss, corrected, learning rate warm-up %d"
                        detector: vt-adl
                        preset: quick
                        settings: { loss: mse-ssim-ll, gaussians: %d }
                    """.formatted(i, 10 + i));
        }
        document.append("seeds: [1, 2, 3]\n");
        UUID experiment =
                switch (experiments.submit(document.toString(), Optional.of("wide"), "mina")) {
                    case ExperimentService.Submission.Accepted accepted ->
                        accepted.submitted().id();
                    case ExperimentService.Submission.Refused refused ->
                        throw new AssertionError(refused.problems().toString());
                };
        List<Trial> all = trials.ofExperiment(experiment);
        for (int i = 0; i < 40; i++) {
            if (all.get(i).state() == TrialState.QUEUED) {
                measured(all.get(i), 0.7 + 0.007 * (i * 7 % 40));
            }
        }
        return experiment;
    }

    /** Succeeded, with figures alone. */
    private void measured(Trial trial, double auPro) {
        begin(trial);
        change(trial, 3, TrialState.EVALUATING, "evaluating", "Scores the test images.", Optional.empty());
        trials.evaluated(
                trial.id(),
                new TrialResults(
                        1_200,
                        Map.of(
                                "eval/au_pro_0.3",
                                auPro,
                                "eval/image_auroc",
                                auPro + 0.01,
                                "eval/pixel_auroc",
                                auPro + 0.02,
                                "eval/pixel_ap",
                                auPro / 2,
                                "eval/image_f1_max",
                                auPro),
                        "7c1e04f2aa",
                        "mlflow/1/" + trial.id() + "/artifacts",
                        0,
                        "ab".repeat(32)));
        change(trial, 4, TrialState.SUCCEEDED, "succeeded", "Evaluated at step 1200.", Optional.empty());
    }

    private void dataset(String name, List<String> categories) {
        if (datasets.find(name).flatMap(Dataset::current).isPresent()) {
            return;
        }
        String version = stored.dataset(name, categories);
        UUID id = ids.next();
        datasets.submitImport(new ImportSpec(id.toString(), name, "/data/" + name, "auto"), Optional.empty(), "mina");
        ImportOutcome outcome = TestData.outcome(version, categories.toArray(String[]::new));
        List<ImportOutcome.Problem> remarks = List.of(new ImportOutcome.Problem(
                "warning",
                "screw/test/good/005.png",
                "the same pixels as screw/train/good/002.png; remove one of the two"));
        datasets.importEnded(
                id, new ImportOutcome(version, outcome.categories(), remarks, 1, "datasets/" + name + "/report.json"));
    }

    private void begin(Trial trial) {
        change(trial, 1, TrialState.PREPARING, "preparing", "Fetches and verifies its dataset.", Optional.empty());
        change(trial, 2, TrialState.TRAINING, "training", "Trains from step 0.", Optional.empty());
    }

    private void succeed(Trial trial, double auPro) {
        begin(trial);
        String root = "mlflow/1/" + trial.id() + "/artifacts";
        stored.history(trial.id(), 1_200);
        stored.artifacts(root, trial.category());
        change(trial, 3, TrialState.EVALUATING, "evaluating", "Scores the test images.", Optional.empty());
        trials.evaluated(
                trial.id(),
                new TrialResults(
                        1_200,
                        Map.of(
                                "eval/au_pro_0.3", auPro,
                                "eval/pixel_auroc", auPro + 0.07,
                                "eval/image_auroc", auPro + 0.02),
                        "7c1e04f2aa",
                        root,
                        12,
                        "ab".repeat(32)));
        change(trial, 4, TrialState.SUCCEEDED, "succeeded", "Evaluated at step 1200.", Optional.empty());
    }

    private void fail(Trial trial) {
        begin(trial);
        FailureReport failure = new FailureReport(
                FailureClass.DATA,
                "An image is not what was registered: the file is cut off <img src=x onerror=alert(2)>.",
                "mvtec-ad/screw/train/good/017.png",
                "Replace the file and import again, then resume.");
        change(trial, 3, TrialState.NEEDS_ATTENTION, "failed", "Stopped: DATA.", Optional.of(failure));
    }

    private void change(
            Trial trial, int counter, TrialState state, String event, String message, Optional<FailureReport> failure) {
        changes.apply(new TrialChange(
                trial.id().toString(),
                "seed:" + counter,
                clock.millis(),
                state,
                event,
                message,
                failure,
                Optional.of("7c1e04f2aa")));
    }
}
