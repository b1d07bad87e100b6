package io.loupe.bench;

import com.sun.management.OperatingSystemMXBean;
import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.dataset.PixelMask;
import io.loupe.detectors.metric.ImageMetrics;
import io.loupe.detectors.metric.Metric;
import io.loupe.detectors.metric.Metric.Value;
import io.loupe.detectors.metric.PixelMetrics;
import io.loupe.detectors.metric.Ranking;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Measures a category for each line of input and answers with its milliseconds, the milliseconds of processor time of
 * all threads, the limit of the heap in MiB, and the metrics.
 *
 * <p>Arguments: folder with {@code maps} (32-bit floats, little endian, of the network's own size) and {@code masks} (one
 * bit a pixel, at the image's size), number of images, side of the maps, side of the images. Maps are made as large as
 * the images on the way.
 */
public final class MetricsWorker {
    private MetricsWorker() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int small = Integer.parseInt(arguments[2]);
        int side = Integer.parseInt(arguments[3]);
        List<MadeMaps.Made> images = new ArrayList<>();
        ByteBuffer maps =
                ByteBuffer.wrap(Files.readAllBytes(folder.resolve("maps"))).order(ByteOrder.LITTLE_ENDIAN);
        byte[] masks = Files.readAllBytes(folder.resolve("masks"));
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            float[] values = new float[small * small];
            maps.asFloatBuffer().get(i * values.length, values);
            BitSet mask = BitSet.valueOf(ByteBuffer.wrap(masks, i * side * side / 8, side * side / 8));
            images.add(new MadeMaps.Made(i, new AnomalyMap(small, small, values), new PixelMask(side, side, mask)));
        }
        var processor = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("ready");
            while (lines.readLine() != null) {
                long busyBefore = processor.getProcessCpuTime();
                long start = System.nanoTime();
                String metrics = measure(images);
                double milliseconds = (System.nanoTime() - start) / 1e6;
                double busy = (processor.getProcessCpuTime() - busyBefore) / 1e6;
                System.out.println(
                        milliseconds + " " + busy + " " + (Runtime.getRuntime().maxMemory() >> 20) + " " + metrics);
            }
        }
    }

    private static String measure(List<MadeMaps.Made> images) {
        PixelMetrics pixels = PixelMetrics.of(images, 0.05, 0.3);
        ImageMetrics whole = ImageMetrics.of(scores(images, true), scores(images, false));
        return text(whole.ranking()) + " " + text(pixels.all().ranking()) + " "
                + value(pixels.all().auPro().get(0.05)) + " "
                + value(pixels.all().auPro().get(0.3));
    }

    private static double[] scores(List<MadeMaps.Made> images, boolean good) {
        return images.stream()
                .filter(image -> image.mask().defective().isEmpty() == good)
                .mapToDouble(image -> image.map().max())
                .toArray();
    }

    private static String text(Ranking ranking) {
        return value(ranking.auroc()) + " " + value(ranking.averagePrecision()) + " " + value(ranking.f1Max());
    }

    private static double value(Metric metric) {
        return ((Value) metric).value();
    }
}
