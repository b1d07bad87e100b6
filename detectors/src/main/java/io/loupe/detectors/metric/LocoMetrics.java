package io.loupe.detectors.metric;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.metric.LocoImage.Anomaly;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The metrics of MVTec LOCO. Logical and structural anomalies are measured apart, each against all good images; the
 * dataset's figure is the mean of the two, not that of both in one pool.
 *
 * <p>sPRO (saturated per-region overlap): at a threshold, the found pixels of each channel over its saturation area, at
 * most 1, averaged over all channels. AU-sPRO is the area below sPRO over the false positive rate of all pixels outside
 * every channel, from 0 to a limit, interpolated at the limit and divided by it. Source: Bergmann et al., Beyond Dents
 * and Scratches (IJCV 2022), section 4. Every score is a threshold here, where the authors' code refines a sample of 50.
 *
 * @param logical good images and those with logical anomalies
 * @param structural good images and those with structural anomalies
 */
public record LocoMetrics(Subset logical, Subset structural) {
    /** Limits of the false positive rate that are usually reported; 0.05 is the headline. */
    public static final List<Double> LIMITS = List.of(0.01, 0.05, 0.1, 0.3, 1.0);

    /**
     * Figures of one kind of anomaly.
     *
     * @param images AUROC, average precision and largest F1 of image scores
     * @param auSpro AU-sPRO by limit
     * @param spro sPRO over the false positive rate
     * @param channels annotated defects
     */
    public record Subset(ImageMetrics images, Map<Double, Metric> auSpro, Curve spro, long channels) {
        public Subset {
            auSpro = Collections.unmodifiableMap(new TreeMap<>(auSpro));
        }
    }

    /**
     * Measures. Maps of good images are asked for twice, all others at most twice.
     *
     * @param images all test images of one category
     * @param limits false positive rates up to which AU-sPRO is wanted, each above 0 and at most 1
     * @throws DetectorException with {@code NUMERICS} if a score is NaN or infinite, with {@code DATA} if a channel and
     *     its map differ in size or if a good image has channels
     */
    public static LocoMetrics of(List<? extends LocoImage> images, double... limits) {
        return new LocoMetrics(subset(images, Anomaly.LOGICAL, limits), subset(images, Anomaly.STRUCTURAL, limits));
    }

    /** Mean of both image AUROCs. */
    public Metric imageAuroc() {
        return Metric.mean(
                logical.images.ranking().auroc(), structural.images.ranking().auroc());
    }

    /** Mean of both AU-sPROs, by limit. */
    public Map<Double, Metric> auSpro() {
        Map<Double, Metric> means = new TreeMap<>();
        logical.auSpro.forEach((limit, metric) -> means.put(limit, Metric.mean(metric, structural.auSpro.get(limit))));
        return means;
    }

    private static Subset subset(List<? extends LocoImage> images, Anomaly anomaly, double... limits) {
        List<? extends LocoImage> wanted = images.stream()
                .filter(image -> image.anomaly() == anomaly || image.anomaly() == Anomaly.NONE)
                .toList();
        ImageMetrics ofImages = ImageMetrics.of(scores(wanted, Anomaly.NONE), scores(wanted, anomaly));
        PixelMetrics pixels = Sweep.of(wanted.stream().map(Annotated::new).toList(), limits);
        return new Subset(
                ofImages, pixels.all().auPro(), pixels.pro(), pixels.all().regions());
    }

    private static double[] scores(List<? extends LocoImage> images, Anomaly anomaly) {
        return images.stream()
                .filter(image -> image.anomaly() == anomaly)
                .mapToDouble(LocoMetrics::score)
                .toArray();
    }

    private static double score(LocoImage image) {
        if (!Double.isFinite(image.score())) {
            throw new DetectorException(
                    Kind.NUMERICS,
                    "the image's score is " + image.score(),
                    image.name(),
                    "train again with a lower learning rate, or from an earlier checkpoint");
        }
        return image.score();
    }

    /** Regions are channels. */
    private record Annotated(LocoImage image) implements MarkedImage {
        @Override
        public String name() {
            return image.name();
        }

        @Override
        public AnomalyMap map() {
            return image.map();
        }

        @Override
        public Marks marks() {
            return Marks.channels(image.name(), checked(image.channels()));
        }

        @Override
        public String defectType() {
            return "";
        }

        private List<DefectChannel> checked(List<DefectChannel> channels) {
            boolean good = image.anomaly() == Anomaly.NONE;
            if (good == channels.isEmpty()) {
                return channels;
            }
            throw new DetectorException(
                    Kind.DATA,
                    good ? "a good image has " + channels.size() + " defects" : "no defect is marked",
                    image.name(),
                    good ? "remove its masks or file it among the anomalies" : "add its masks");
        }
    }
}
