package io.loupe.detectors.metric;

import static io.loupe.detectors.metric.Figures.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.dataset.PixelMask;
import io.loupe.detectors.dataset.Saturation;
import io.loupe.detectors.dataset.Saturation.Absolute;
import io.loupe.detectors.dataset.Saturation.Relative;
import io.loupe.detectors.metric.LocoImage.Anomaly;
import io.loupe.detectors.metric.Metric.Undefined;
import io.loupe.detectors.metric.Metric.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class LocoMetricsTest {
    private static final Image GOOD = image(Anomaly.NONE, 0.1, new double[] {0, 0, 0, 0, 0, 0, 0, 0});

    @Test
    void aDefectIsFoundWhollyOnceItsSaturationIsReached() {
        // Channel of 4 pixels, 2 are enough. Descending: 9 defect, 8 sound, 7 defect (now wholly found), 6 sound, ...
        // 12 sound pixels in all: 4 of the image, 8 of the good one. sPRO 1/2 from 0 to 1/12, then 1.
        Image image = image(
                Anomaly.LOGICAL, 0.9, new double[] {9, 8, 7, 6, 3, 2, 1, 0}, channel("#.#.##..", new Absolute(2)));

        LocoMetrics metrics = LocoMetrics.of(List.of(image, GOOD), 0.05, 1.0);

        assertThat(value(metrics.logical().auSpro().get(1.0))).isEqualTo(1 - 0.5 / 12, within(1e-12));
        assertThat(value(metrics.logical().auSpro().get(0.05))).isEqualTo(0.5, within(1e-12));
        assertThat(metrics.logical().channels()).isEqualTo(1);
    }

    @Test
    void saturationsAreTakenFromTheArea() {
        assertThat(new Absolute(100).area(30)).isEqualTo(30);
        assertThat(new Absolute(100).area(300)).isEqualTo(100);
        assertThat(new Relative(0.5).area(7)).isEqualTo(3);
        assertThat(new Relative(1).area(7)).isEqualTo(7);
        assertThat(new Relative(0.1).area(3)).isEqualTo(1);
        assertThatThrownBy(() -> new Absolute(0)).hasMessageContaining("below 1");
        assertThatThrownBy(() -> new Relative(1.5)).hasMessageContaining("(0, 1]");
    }

    @Test
    void overlappingChannelsAreEachFoundAndTheirPixelsNeverFalse() {
        // a covers 0-1, b covers 1-3; pixel 1 belongs to both. Descending: 9 (pixel 1), 8 sound, 7 (0), 6 (2), 5 (3), 0
        // ...
        // sPRO after 9: (1/2 + 1/3) / 2 = 5/12 from 0 to 1/12, then 1 before the next sound pixel.
        Image image = image(
                Anomaly.STRUCTURAL,
                0.9,
                new double[] {7, 9, 6, 5, 8, 0, 0, 0},
                channel("##......", new Relative(1)),
                channel(".###....", new Relative(1)));

        LocoMetrics metrics = LocoMetrics.of(List.of(image, GOOD), 1.0);

        assertThat(value(metrics.structural().auSpro().get(1.0))).isEqualTo(1 - (7.0 / 12) / 12, within(1e-12));
        assertThat(metrics.structural().channels()).isEqualTo(2);
    }

    @Test
    void aChannelIsOneRegionEvenInTwoPieces() {
        Image image = image(
                Anomaly.LOGICAL, 0.9, new double[] {9, 0, 0, 0, 0, 0, 1, 1}, channel("#.....##", new Relative(1)));

        LocoMetrics metrics = LocoMetrics.of(List.of(image, GOOD), 1.0);

        // As two regions one would be found at once: 1/2. As one, a third is.
        assertThat(metrics.logical().spro().points().get(1).y()).isEqualTo(1.0 / 3, within(1e-12));
    }

    @Test
    void kindsAreMeasuredApartAndAveraged() {
        Image logical = image(
                Anomaly.LOGICAL, 0.05, new double[] {9, 0, 0, 0, 0, 0, 0, 0}, channel("#.......", new Absolute(5)));
        Image structural = image(
                Anomaly.STRUCTURAL, 0.9, new double[] {0, 0, 0, 0, 5, 5, 5, 5}, channel("#.......", new Absolute(5)));

        LocoMetrics metrics = LocoMetrics.of(List.of(logical, GOOD, structural), 1.0);

        assertThat(metrics.logical().images().ranking().auroc()).isEqualTo(new Value(0));
        assertThat(metrics.structural().images().ranking().auroc()).isEqualTo(new Value(1));
        assertThat(metrics.imageAuroc()).isEqualTo(new Value(0.5));
        // The structural image's pixels are not among the logical subset's false positives, nor the other way round.
        assertThat(metrics.logical().auSpro().get(1.0)).isEqualTo(new Value(1));
        // Four sound pixels above, then 11 at once with the defect: 1 - (4/15 + 15/15) / 2.
        double structuralArea = 1 - (4.0 / 15 + 1) / 2;
        assertThat(value(metrics.structural().auSpro().get(1.0))).isEqualTo(structuralArea, within(1e-12));
        assertThat(value(metrics.auSpro().get(1.0))).isEqualTo((1 + structuralArea) / 2, within(1e-12));
    }

    @Test
    void aMissingKindIsUndefinedAndSoIsTheMean() {
        Image logical = image(
                Anomaly.LOGICAL, 0.9, new double[] {9, 0, 0, 0, 0, 0, 0, 0}, channel("#.......", new Absolute(5)));

        LocoMetrics metrics = LocoMetrics.of(List.of(logical, GOOD), 0.05);

        assertThat(metrics.imageAuroc()).isEqualTo(new Undefined("there are no defective test images"));
        assertThat(metrics.auSpro().get(0.05)).isEqualTo(new Undefined("there are no defective pixels in the masks"));
        assertThat(metrics.logical().auSpro().get(0.05)).isEqualTo(new Value(1));
    }

    @Test
    void wrongChannelsAreNamed() {
        DefectChannel channel = channel("#.......", new Absolute(1));
        double[] scores = new double[8];

        assertThatThrownBy(() -> LocoMetrics.of(List.of(image(Anomaly.NONE, 0, scores, channel)), 1.0))
                .hasMessage("NONE: a good image has 1 defects");
        assertThatThrownBy(() -> LocoMetrics.of(List.of(image(Anomaly.LOGICAL, 0, scores)), 1.0))
                .hasMessage("LOGICAL: no defect is marked");
        assertThatThrownBy(() -> channel("........", new Absolute(1))).hasMessageContaining("no defect");
        assertThatThrownBy(() -> LocoMetrics.of(List.of(image(Anomaly.LOGICAL, Double.NaN, scores, channel)), 1.0))
                .hasMessage("LOGICAL: the image's score is NaN");
        DefectChannel small = channel("#...", new Absolute(1));
        assertThatThrownBy(() -> LocoMetrics.of(List.of(image(Anomaly.LOGICAL, 0, scores, channel, small)), 1.0))
                .hasMessage("LOGICAL: its masks differ in size");
        assertThatThrownBy(() -> LocoMetrics.of(List.of(image(Anomaly.LOGICAL, 0, scores, small)), 1.0))
                .hasMessage("LOGICAL: the mask has 4 x 1 pixels, the map 8 x 1");
    }

    @Property(tries = 200)
    void equalsTheDefinitionThresholdByThreshold(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int values) {
        List<Image> images = random(seed, values);

        LocoMetrics metrics = LocoMetrics.of(images, 0.01, 0.05, 0.1, 0.3, 1.0);

        for (double limit : LocoMetrics.LIMITS) {
            assertThat(value(metrics.logical().auSpro().get(limit)))
                    .as("limit %s", limit)
                    .isEqualTo(byThresholds(images, limit), within(1e-11));
        }
    }

    /** Saturated at its whole area, a connected channel is a region: sPRO is PRO. */
    @Property(tries = 100)
    void withoutSaturationItIsPro(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int values) {
        List<InMemory> connected = new ArrayList<>();
        List<Image> channels = new ArrayList<>();
        for (InMemory image : RandomMaps.images(seed, values)) {
            List<DefectChannel> regions = regions(image.mask());
            Anomaly anomaly = regions.isEmpty() ? Anomaly.NONE : Anomaly.STRUCTURAL;
            channels.add(new Image("", anomaly, 0, image.map(), regions));
            connected.add(image);
        }

        LocoMetrics metrics = LocoMetrics.of(channels, 0.3);

        assertThat(value(metrics.structural().auSpro().get(0.3)))
                .isEqualTo(value(PixelMetrics.of(connected, 0.3).all().auPro().get(0.3)), within(1e-12));
    }

    private static List<DefectChannel> regions(PixelMask mask) {
        Regions regions = Regions.of(mask);
        List<BitSet> pixels = new ArrayList<>();
        for (int region = 0; region < regions.count(); region++) {
            pixels.add(new BitSet());
        }
        for (int run = 0; run < regions.runs(); run++) {
            pixels.get(regions.region(run)).set(regions.start(run), regions.end(run));
        }
        return pixels.stream()
                .map(set -> new DefectChannel(new PixelMask(mask.width(), mask.height(), set), new Relative(1)))
                .toList();
    }

    private static List<Image> random(long seed, int values) {
        Random random = new Random(seed);
        int pixels = 20 + random.nextInt(100);
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            DefectChannel[] channels = new DefectChannel[i == 0 ? 0 : 1 + random.nextInt(3)];
            for (int channel = 0; channel < channels.length; channel++) {
                BitSet set = new BitSet();
                int start = random.nextInt(pixels / 2);
                set.set(start, start + 1 + random.nextInt(pixels / 3));
                Saturation saturation = random.nextBoolean()
                        ? new Absolute(1 + random.nextInt(20))
                        : new Relative(random.nextDouble(0.05, 1));
                channels[channel] = new DefectChannel(new PixelMask(pixels, 1, set), saturation);
            }
            double[] scores = random.doubles(pixels)
                    .map(score -> Math.floor(score * values))
                    .toArray();
            images.add(image(i == 0 ? Anomaly.NONE : Anomaly.LOGICAL, 0, scores, channels));
        }
        return images;
    }

    /** Mean sPRO and false positive rate counted afresh at every threshold there can be. */
    static double byThresholds(List<Image> images, double limit) {
        TreeSet<Float> thresholds = new TreeSet<>();
        for (Image image : images) {
            for (float score : image.map().values()) {
                thresholds.add(score);
            }
        }
        double area = 0;
        double lastRate = 0;
        double lastOverlap = 0;
        for (float threshold : thresholds.descendingSet()) {
            double sound = 0;
            double falsePositives = 0;
            double overlap = 0;
            int count = 0;
            for (Image image : images) {
                BitSet union = new BitSet();
                BitSet found = new BitSet();
                for (int at = 0; at < image.map().values().length; at++) {
                    found.set(at, image.map().values()[at] >= threshold);
                }
                for (DefectChannel channel : image.channels()) {
                    BitSet hits = (BitSet) channel.pixels().defective().clone();
                    double size = hits.cardinality();
                    hits.and(found);
                    double saturation =
                            switch (channel.saturation()) {
                                case Absolute(int enough) -> Math.min(enough, size);
                                case Relative(double share) -> Math.max(1, Math.floor(share * size));
                            };
                    overlap += Math.min(1, hits.cardinality() / saturation);
                    count++;
                    union.or(channel.pixels().defective());
                }
                sound += image.map().values().length - union.cardinality();
                found.andNot(union);
                falsePositives += found.cardinality();
            }
            double rate = falsePositives / sound;
            overlap /= count;
            if (rate > limit) {
                double cut = lastOverlap + (overlap - lastOverlap) * (limit - lastRate) / (rate - lastRate);
                return (area + (limit - lastRate) * (lastOverlap + cut) / 2) / limit;
            }
            area += (rate - lastRate) * (lastOverlap + overlap) / 2;
            lastRate = rate;
            lastOverlap = overlap;
        }
        return area / limit;
    }

    record Image(String name, Anomaly anomaly, double score, AnomalyMap map, List<DefectChannel> channels)
            implements LocoImage {}

    private static Image image(Anomaly anomaly, double score, double[] scores, DefectChannel... channels) {
        float[] values = new float[scores.length];
        for (int i = 0; i < scores.length; i++) {
            values[i] = (float) scores[i];
        }
        return new Image(anomaly.name(), anomaly, score, new AnomalyMap(scores.length, 1, values), List.of(channels));
    }

    private static DefectChannel channel(String pixels, Saturation saturation) {
        BitSet set = new BitSet();
        for (int i = 0; i < pixels.length(); i++) {
            set.set(i, pixels.charAt(i) == '#');
        }
        return new DefectChannel(new PixelMask(pixels.length(), 1, set), saturation);
    }
}
