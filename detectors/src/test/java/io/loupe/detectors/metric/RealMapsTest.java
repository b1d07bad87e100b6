package io.loupe.detectors.metric;

import static io.loupe.detectors.metric.Figures.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.dataset.Category;
import io.loupe.detectors.dataset.DefectsConfig;
import io.loupe.detectors.dataset.PixelMask;
import io.loupe.detectors.dataset.Repository;
import io.loupe.detectors.dataset.Saturation;
import io.loupe.detectors.dataset.Saturation.Absolute;
import io.loupe.detectors.dataset.Saturation.Relative;
import io.loupe.detectors.dataset.Tar;
import io.loupe.detectors.dataset.TestImage;
import io.loupe.detectors.image.FloatImage;
import io.loupe.detectors.image.Images;
import io.loupe.detectors.image.Maps;
import io.loupe.detectors.metric.LocoImage.Anomaly;
import io.loupe.detectors.metric.LocoMetricsTest.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * On photographs, with their datasets' own masks; skipped, and said so, where the archives are not at hand. The maps are of
 * the simplest detector there is: how far an image is from the mean of good ones, smoothed.
 */
final class RealMapsTest {
    private static final int SIDE = 256;
    private static final int LEVELS = 120;
    private static final int EVERY = 4; // pixels of masks, in both directions: every threshold is counted afresh

    @TempDir
    private Path folder;

    @Test
    void figuresOfScrewsEqualMvtecsAlgorithmAndThePairwiseDefinition() throws IOException {
        Category screw = category("mvtec/screw.tar", "screw");
        float[] mean = mean(screw.trainGood());
        List<InMemory> images = new ArrayList<>();
        for (TestImage image : some(screw, 3)) {
            PixelMask mask = image.hasMask() ? PixelMask.union(image.masks()) : PixelMask.empty(SIDE, SIDE);
            images.add(new InMemory(image.path().toString(), map(image.path(), mean), mask));
        }

        PixelMetrics metrics = PixelMetrics.of(images, 0.05, 0.3, 1.0);

        assertThat(images).hasSize(6 * 3);
        assertThat(value(metrics.all().ranking().auroc())).isBetween(0.5, 0.999);
        PixelMetricsReferenceTest.assertEqualsMvtecs(metrics, MvtecAlgorithm.sort(images), 1e-9);
        double[] good = scores(images, true);
        double[] defective = scores(images, false);
        assertThat(value(ImageMetrics.of(good, defective).ranking().auroc()))
                .isEqualTo(pairwise(good, defective), within(1e-12));
    }

    @Test
    void sproOfJuiceBottlesEqualsTheDefinitionThresholdByThreshold() throws IOException {
        Category bottle = category("loco/juice_bottle.tar", "juice_bottle");
        float[] mean = mean(bottle.trainGood());
        DefectsConfig config = bottle.defectsConfig().orElseThrow();
        List<Image> images = new ArrayList<>();
        for (TestImage image : bottle.test().subList(0, 4)) {
            List<DefectChannel> channels = image.masks().stream()
                    .flatMap(file -> channel(file, config).stream())
                    .toList();
            images.add(image(image.path(), Anomaly.LOGICAL, mean, channels));
        }
        // This copy of the dataset has no good test images.
        for (Path good : bottle.validationGood().subList(0, 3)) {
            images.add(image(good, Anomaly.NONE, mean, List.of()));
        }

        LocoMetrics metrics = LocoMetrics.of(
                images, LocoMetrics.LIMITS.stream().mapToDouble(limit -> limit).toArray());

        assertThat(metrics.logical().channels()).isGreaterThanOrEqualTo(4);
        for (double limit : LocoMetrics.LIMITS) {
            assertThat(value(metrics.logical().auSpro().get(limit)))
                    .as("limit %s", limit)
                    .isEqualTo(LocoMetricsTest.byThresholds(images, limit), within(1e-9));
        }
    }

    private Category category(String archive, String name) throws IOException {
        Optional<Path> tar = Repository.sharedData(archive);
        assumeTrue(
                tar.isPresent(),
                "SKIPPED: shared/data/" + archive + " is neither beside the checkout nor below LOUPE_SHARED_DATA");
        Tar.unpack(tar.get(), folder);
        return Category.read(folder.resolve(name));
    }

    /** So many of each type, good ones included. */
    private static List<TestImage> some(Category category, int each) {
        Map<String, Integer> taken = new HashMap<>();
        return category.test().stream()
                .filter(image -> taken.merge(image.defect(), 1, Integer::sum) <= each)
                .toList();
    }

    private static float[] mean(List<Path> good) {
        float[] sum = new float[SIDE * SIDE];
        List<Path> some = good.subList(0, 20);
        for (Path image : some) {
            float[] grey = Images.toGrey(Images.read(image)).values();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += grey[i] / some.size();
            }
        }
        return sum;
    }

    private static AnomalyMap map(Path image, float[] mean) {
        float[] difference = Images.toGrey(Images.read(image)).values().clone();
        for (int i = 0; i < difference.length; i++) {
            difference[i] = Math.abs(difference[i] - mean[i]);
        }
        return Maps.gaussian(new AnomalyMap(SIDE, SIDE, difference), 4);
    }

    private static Image image(Path file, Anomaly anomaly, float[] mean, List<DefectChannel> channels) {
        AnomalyMap map = Maps.resize(map(file, mean), 800 / EVERY, 1600 / EVERY);
        float[] coarse = new float[map.values().length];
        for (int i = 0; i < coarse.length; i++) {
            coarse[i] = Math.round(map.values()[i] * 2 * LEVELS);
        }
        return new Image(
                file.toString(), anomaly, map.max(), new AnomalyMap(map.width(), map.height(), coarse), channels);
    }

    /** Every fourth pixel of a mask; nothing of a defect that lies between those. */
    private static Optional<DefectChannel> channel(Path file, DefectsConfig config) {
        FloatImage mask = Images.read(file);
        int width = mask.width() / EVERY;
        int height = mask.height() / EVERY;
        BitSet pixels = new BitSet();
        float largest = 0;
        for (int i = 0; i < width * height; i++) {
            float value = mask.values()[i / width * EVERY * mask.width() + i % width * EVERY];
            pixels.set(i, value > 0);
            largest = Math.max(largest, value);
        }
        if (pixels.isEmpty()) {
            return Optional.empty();
        }
        Saturation saturation =
                switch (config.of(Math.round(largest * 255)).orElseThrow().saturation()) {
                    case Absolute(int area) -> new Absolute(Math.max(1, area / EVERY / EVERY));
                    case Relative relative -> relative;
                };
        return Optional.of(new DefectChannel(new PixelMask(width, height, pixels), saturation));
    }

    private static double[] scores(List<InMemory> images, boolean good) {
        return images.stream()
                .filter(image -> image.mask().defective().isEmpty() == good)
                .mapToDouble(image -> image.map().max())
                .toArray();
    }

    private static double pairwise(double[] good, double[] defective) {
        double pairs = 0;
        for (double low : good) {
            for (double high : defective) {
                pairs += high > low ? 1 : high == low ? 0.5 : 0;
            }
        }
        return pairs / good.length / defective.length;
    }
}
