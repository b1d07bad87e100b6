package io.loupe.infra.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each promise is broken on purpose, and found. */
class InvariantsTest {

    private static final String MANIFEST = "checkpoints/t1/manifests/%012d.json";

    private final SoundStack stack = new SoundStack();

    @Test
    void aSoundStackHasNoFindings() {
        Invariants invariants = stack.invariants();

        assertThat(invariants.check()).isEmpty();
        assertThat(invariants.compare("e1", "e2")).isEmpty();
        assertThat(invariants.lost(List.of("e1", "e2"))).isEmpty();
        assertThat(invariants.counts())
                .isEqualTo(Map.of("experiments", 2, "trials", 2, "checkpoints", 6, "points", 14, "timeline lines", 16));
    }

    @Test
    void aPointThatMlflowLacks() {
        stack.points.get("t1").removeIf(point -> point.step() == 4);

        found("metrics", "MLflow lacks 1 of 6 points", "step=4");
    }

    @Test
    void aPointThatStandsInMlflowTwice() {
        stack.points.get("t1").add(new Point("train/loss", 4, 0.25, 1004));

        found("metrics", "MLflow holds 1 points that no log holds", "step=4");
    }

    @Test
    void aPointOfAnAttemptThatDied() {
        stack.points.get("t1").add(new Point("train/loss", 4, 0.25, 7777));

        found("metrics", "MLflow holds 1 points that no log holds", "timestamp=7777");
    }

    @Test
    void aStepThatTheLogsLack() {
        stack.objects.remove(MANIFEST.formatted(3));
        stack.publish("t1", 3, 6, 6);
        stack.points.get("t1").removeIf(point -> point.step() == 5);
        stack.points.get("t1").remove(new Point("train/loss", 6, 1.0 / 6, 1006)); // once, as before

        assertThat(messages())
                .anySatisfy(message -> assertThat(message).contains("the logs lack 1 of 6 steps, the first 5"));
    }

    @Test
    void aStepThatTheLogsHoldTwice() {
        stack.publish("t1", 3, 6, 4);

        assertThat(messages())
                .anySatisfy(message -> assertThat(message).contains("the logs hold train/loss at step 4 twice"));
    }

    @Test
    void aResultThatIsAnotherOneInMlflow() {
        stack.points.get("t1").removeIf(point -> point.metric().startsWith("eval/"));
        stack.points.get("t1").add(new Point("eval/image_auroc", 6, 0.8, 99));

        found("metrics", "eval/image_auroc is 0.9, in MLflow [0.8]");
    }

    @Test
    void aResultThatStandsInMlflowTwice() {
        stack.points.get("t1").add(new Point("eval/image_auroc", 6, 0.9, 100));

        found("metrics", "MLflow holds eval/image_auroc at step 6 twice");
    }

    @Test
    void aSecondRunOfTheSameTrial() {
        stack.moreRuns.put("t1", List.of(new Snapshot.Run("another", "RUNNING", List.of())));

        assertThat(messages()).anySatisfy(message -> assertThat(message).contains("has 2 active runs in MLflow"));
    }

    @Test
    void aRunThatWasNeverFinished() {
        stack.statuses.put("t1", "RUNNING");

        found("metrics", "is SUCCEEDED and its run run-t1 is RUNNING");
    }

    @Test
    void aCheckpointWhoseBytesChanged() {
        stack.objects.put(SoundStack.key("t1", sha("weights at step 4")), "weights at step 5".getBytes(UTF_8));

        found("checkpoints", "checkpoint 2 (step 4) does not load: weights", "is not what was written");
    }

    @Test
    void askingTwiceFindsTheSame() {
        stack.objects.remove(SoundStack.key("t1", sha("weights at step 6")));
        Invariants invariants = stack.invariants();

        assertThat(invariants.check()).hasSize(1).isEqualTo(invariants.check());
    }

    @Test
    void aCheckpointWithAPartMissing() {
        stack.objects.remove(SoundStack.key("t1", sha("weights at step 6")));

        found("checkpoints", "checkpoint 3 (step 6) does not load: weights", "is missing");
    }

    @Test
    void aManifestThatIsNone() {
        stack.objects.put(MANIFEST.formatted(2), "{}".getBytes(UTF_8));

        assertThat(messages())
                .anySatisfy(message -> assertThat(message).contains("checkpoint 2 is no manifest"))
                .anySatisfy(message -> assertThat(message).contains("checkpoint 3 follows 1"));
    }

    @Test
    void twoAttemptsThatPublished() {
        stack.publish("t1", 4, 6, 7);

        assertThat(messages()).contains("checkpoint 4 is of step 6, the one before of 6: two attempts have published");
    }

    @Test
    void otherWeightsThanTheFinalCheckpoints() {
        stack.change("t1", "SUCCEEDED", Optional.of("f00"));

        found("checkpoints", "names the weights f00");
    }

    @Test
    void blobsThatAreLeftOver() {
        stack.blob("t1", "of an attempt that died".getBytes(UTF_8));
        stack.blob("t1", "weights at step 2".getBytes(UTF_8));

        found("objects", "2 blobs", "1 of older checkpoints, 1 of none");
    }

    @Test
    void aRestartHasAChainAndNamesOfItsOwn() {
        stack.points.put("t1-restart-1", new ArrayList<>());
        String weights = "";
        for (int number = 1; number <= 3; number++) {
            weights = stack.publish("t1-restart-1", number, number * 2, (number - 1) * 2 + 1);
        }
        stack.points.remove("t1-restart-1").forEach(point -> stack.points
                .get("t1")
                .add(new Point("restart-1/" + point.metric(), point.step(), point.value(), point.timestamp())));
        stack.points.get("t1").add(new Point("restart-1/eval/image_auroc", 6, 0.9, 120));
        stack.change("t1", "SUCCEEDED", Optional.of(weights));

        assertThat(messages()).isEmpty();
        stack.points.get("t1").removeIf(point -> point.metric().equals("restart-1/train/loss") && point.step() == 2);
        found("metrics", "MLflow lacks 1 of 12 points", "restart-1/train/loss");
    }

    @Test
    void aCheckpointThatAForkBeginsWithIsNoLeftover() {
        stack.blob("t1", "weights at step 2".getBytes(UTF_8));
        stack.objects.put("checkpoints/t1/pins/000000000001-t2", new byte[0]);

        assertThat(messages()).isEmpty();
        stack.objects.remove(SoundStack.key("t1", sha("weights at step 2")));
        found("checkpoints", "checkpoint 1 (step 2) does not load");
    }

    @Test
    void aFolderThatBelongsToNoTrial() {
        stack.objects.put("checkpoints/t9/run.json", "{}".getBytes(UTF_8));

        found("objects", "checkpoints/t9/: belongs to no trial");
    }

    @Test
    void anAcknowledgedSubmitThatIsNotThere() {
        assertThat(stack.invariants().lost(List.of("e1", "e3")))
                .extracting(Finding::toString)
                .containsExactly("requests: experiment e3: was acknowledged and is not in the database");
    }

    @Test
    void aWishThatTemporalWasNeverTold() {
        stack.wishes.add(new Snapshot.Wish("RESUME_TRIAL", "t1", Instant.EPOCH, "unavailable"));

        found("requests", "RESUME_TRIAL t1", "unavailable");
    }

    @Test
    void anExperimentWithoutTrials() {
        stack.experiments.add(new Snapshot.Experiment("e3", "Empty", false));

        found("requests", "experiment e3: has no trials");
    }

    @Test
    void aTrialThatHasEndedAndWhoseWorkflowRuns() {
        stack.workflows.add("trial-t1");

        found("workflows", "is SUCCEEDED and its workflow still runs");
    }

    @Test
    void anExperimentThatHasEndedAndWhoseWorkflowRuns() {
        stack.workflows.add("experiment-e1");

        found("workflows", "experiment e1: has ended and its workflow still runs");
    }

    @Test
    void aTrialThatNobodyWillMove() {
        stack.change("t1", "TRAINING", Optional.empty());

        found("workflows", "is TRAINING and no workflow will move it");
    }

    @Test
    void aWorkflowOfNothing() {
        stack.workflows.add("trial-t9");

        found("workflows", "trial-t9: runs, and the database knows nothing that it belongs to");
    }

    @Test
    void aStateThatMayNotFollow() {
        stack.story("t1", "QUEUED", "TRAINING", "EVALUATING", "SUCCEEDED", "TRAINING", "QUEUED", "SUCCEEDED");

        assertThat(messages())
                .anySatisfy(message -> assertThat(message).contains("EVALUATING follows TRAINING"))
                .anySatisfy(message -> assertThat(message).contains("TRAINING follows SUCCEEDED"));
    }

    @Test
    void aLineOfTheStoryThatIsLost() {
        stack.lines.removeIf(line -> line.key().equals("run-of-t1:3"));

        assertThat(messages()).anySatisfy(message -> assertThat(message).contains("line 4 of its workflow follows 2"));
    }

    @Test
    void aStoryThatEndsElsewhere() {
        stack.story("t1", "QUEUED", "PREPARING", "QUEUED");

        found("states", "is SUCCEEDED, its story ends with QUEUED");
    }

    @Test
    void disturbedTrialsThatDifferFromTheUndisturbed() {
        stack.points.get("t2").removeIf(point -> point.step() == 4);
        stack.change("t2", "NEEDS_ATTENTION", Optional.empty());

        assertThat(stack.invariants().compare("e1", "e2"))
                .extracting(Finding::toString)
                .containsExactly("exactness: trial t2: washers / washer / vae / seed 1 is NEEDS_ATTENTION");
        stack.change("t2", "SUCCEEDED", Optional.empty());
        assertThat(stack.invariants().compare("e1", "e2"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("6 points in MLflow, undisturbed 7"));
    }

    /** The only finding, or one of several of the same promise. */
    private void found(String invariant, String... texts) {
        List<Finding> findings = stack.invariants().check();
        assertThat(findings).isNotEmpty().anySatisfy(finding -> {
            assertThat(finding.invariant()).isEqualTo(invariant);
            assertThat(finding.toString()).contains(texts);
        });
        assertThat(findings)
                .allSatisfy(finding -> assertThat(finding.invariant()).isEqualTo(invariant));
    }

    private List<String> messages() {
        return stack.invariants().check().stream().map(Finding::message).toList();
    }

    private static String sha(String text) {
        return S3Objects.sha256(text.getBytes(UTF_8));
    }
}
