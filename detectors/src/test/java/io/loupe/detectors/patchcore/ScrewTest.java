package io.loupe.detectors.patchcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.Scorer;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.dataset.Category;
import io.loupe.detectors.dataset.PixelMask;
import io.loupe.detectors.dataset.Repository;
import io.loupe.detectors.dataset.Tar;
import io.loupe.detectors.dataset.TestImage;
import io.loupe.detectors.settings.SettingsReader;
import io.loupe.detectors.weights.FolderWeights;
import io.loupe.detectors.weights.KnownWeights;
import io.loupe.detectors.weights.RealWeights;
import io.loupe.detectors.weights.WeightsCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real weights and photographs: a few of MVTec AD's screws. Skipped, and said so, where they are not at hand. */
@Tag("slow")
class ScrewTest {
    private static final Compute CPU = new Compute("cpu", 2);

    @Test
    void defectiveScrewsScoreHigherThanGoodOnes(@TempDir Path folder) throws IOException {
        KnownWeights weights = WeightsCatalogue.find("efficientnet-lite0").orElseThrow();
        assumeTrue(
                RealWeights.contains(weights.file()),
                "SKIPPED: " + weights.file() + " is not in " + RealWeights.folders());
        Optional<Path> tar = Repository.sharedData("mvtec/screw.tar");
        assumeTrue(
                tar.isPresent(),
                "SKIPPED: shared/data/mvtec/screw.tar is neither beside the checkout nor below LOUPE_SHARED_DATA");
        Tar.unpack(tar.get(), folder);
        Category screw = Category.read(folder.resolve("screw"));
        PatchCore detector = new PatchCore();
        PatchCoreSettings settings = SettingsReader.read(
                        detector.presets().get("lite"), Map.of("poolPatches", 0, "coreset", 0.02), "settings")
                .orThrow();

        CheckpointState state = train(detector, settings, screw);

        List<TestImage> good =
                screw.test().stream().filter(TestImage::isGood).limit(8).toList();
        List<TestImage> defective = screw.test().stream()
                .filter(image -> !image.isGood())
                .filter(image -> image.path().getFileName().toString().startsWith("00"))
                .limit(20)
                .toList();
        try (Scorer scorer = detector.scorer(state, settings, CPU)) {
            double[] low = scores(scorer, good);
            double[] high = scores(scorer, defective);
            assertThat(defective.stream()
                            .filter(image -> isFound(scorer, image))
                            .count())
                    .as("defects whose pixels score higher than the others, of %d", defective.size())
                    .isGreaterThan(defective.size() * 4L / 5);
            long ordered = 0;
            for (double defect : high) {
                for (double usual : low) {
                    ordered += defect > usual ? 1 : 0;
                }
            }
            double auroc = (double) ordered / (low.length * high.length);
            System.out.println("image AUROC of " + low.length + " good and " + high.length + " defective: " + auroc);
            assertThat(auroc).isGreaterThan(0.65);
        }
    }

    /** Whether the mean score of the defect is more than twice that of the rest of the picture. */
    private static boolean isFound(Scorer scorer, TestImage image) {
        float[] map = scorer.score(image.path()).map().values();
        BitSet defect = PixelMask.read(image.mask().orElseThrow()).defective();
        double inside = 0;
        double outside = 0;
        for (int i = 0; i < map.length; i++) {
            inside += defect.get(i) ? map[i] : 0;
            outside += defect.get(i) ? 0 : map[i];
        }
        int pixels = defect.cardinality();
        return inside / pixels > 2 * outside / (map.length - pixels);
    }

    private static CheckpointState train(PatchCore detector, PatchCoreSettings settings, Category screw) {
        TrainingInput input = new TrainingInput(
                screw.trainGood().subList(0, 50),
                List.of(),
                1,
                CPU,
                new FolderWeights(RealWeights.folders()),
                Optional.empty());
        try (Training training = detector.train(input, settings)) {
            while (training.step() < training.totalSteps()) {
                training.advance();
            }
            return training.save();
        }
    }

    private static double[] scores(Scorer scorer, List<TestImage> images) {
        return images.stream()
                .mapToDouble(image -> scorer.score(image.path()).imageScore())
                .toArray();
    }
}
