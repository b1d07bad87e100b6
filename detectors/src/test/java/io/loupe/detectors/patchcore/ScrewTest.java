package io.loupe.detectors.patchcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.Scorer;
import io.loupe.detectors.Scorer.Score;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.dataset.Category;
import io.loupe.detectors.dataset.PixelMask;
import io.loupe.detectors.dataset.Repository;
import io.loupe.detectors.dataset.Tar;
import io.loupe.detectors.dataset.TestImage;
import io.loupe.detectors.metric.Metric;
import io.loupe.detectors.metric.PixelMetrics;
import io.loupe.detectors.metric.ScoredPixels;
import io.loupe.detectors.settings.SettingsReader;
import io.loupe.detectors.weights.FolderWeights;
import io.loupe.detectors.weights.KnownWeights;
import io.loupe.detectors.weights.RealWeights;
import io.loupe.detectors.weights.WeightsCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
        List<Scored> scored = new ArrayList<>();
        try (Scorer scorer = detector.scorer(state, settings, CPU)) {
            for (TestImage image :
                    Stream.concat(good.stream(), defective.stream()).toList()) {
                scored.add(new Scored(image, scorer.score(image.path())));
            }
        }
        double image = imageAuroc(scored);
        double pixel = PixelMetrics.of(scored, 0.3).all().ranking().auroc() instanceof Metric.Value(double value)
                ? value
                : Double.NaN;
        System.out.println("8 good and 20 defective screws: image AUROC " + image + ", pixel AUROC " + pixel);
        assertThat(image).isGreaterThan(0.65);
        assertThat(pixel).isGreaterThan(0.9);
    }

    private record Scored(TestImage image, Score score) implements ScoredPixels {
        @Override
        public String name() {
            return image.path().toString();
        }

        @Override
        public AnomalyMap map() {
            return score.map();
        }

        @Override
        public PixelMask mask() {
            return image.hasMask() ? PixelMask.union(image.masks()) : PixelMask.empty(map().width(), map().height());
        }
    }

    /** The share of pairs of a good and a defective image in which the defective one scores higher. */
    private static double imageAuroc(List<Scored> scored) {
        double ordered = 0;
        int pairs = 0;
        for (Scored defective : scored) {
            for (Scored good : scored) {
                if (!defective.image().isGood() && good.image().isGood()) {
                    pairs++;
                    ordered += defective.score().imageScore() > good.score().imageScore() ? 1 : 0;
                }
            }
        }
        return ordered / pairs;
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
}
