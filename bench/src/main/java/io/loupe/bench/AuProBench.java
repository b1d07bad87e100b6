package io.loupe.bench;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.dataset.PixelMask;
import io.loupe.detectors.metric.Metric;
import io.loupe.detectors.metric.PixelMetrics;
import io.loupe.detectors.metric.ScoredPixels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Time and memory of exact pixel AUROC and AU-PRO on a category of MVTec AD's size: {@code AuProBench [images] [side]
 * [share of defective pixels]}, by default 160 images of 1024 x 1024 pixels, 1 in 4 good, 3 % of the others defective.
 * Maps lie in files, as in an evaluation.
 */
public final class AuProBench {
    private AuProBench() {}

    public static void main(String[] arguments) throws IOException {
        int images = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 160;
        int side = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1024;
        double share = arguments.length > 2 ? Double.parseDouble(arguments[2]) : 0.03;
        Path folder = Files.createTempDirectory("au-pro-bench");
        try {
            List<Stored> stored = new ArrayList<>();
            for (int i = 0; i < images; i++) {
                stored.add(Stored.make(folder, i, side, i % 4 == 0 ? 0 : share));
            }
            for (int round = 1; round <= 2; round++) {
                measure(stored, (long) images * side * side);
            }
        } finally {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static void measure(List<Stored> images, long pixels) {
        long start = System.nanoTime();
        PixelMetrics metrics = PixelMetrics.of(images, 0.3);
        double seconds = (System.nanoTime() - start) / 1e9;
        Metric auPro = metrics.auPro().get(0.3);
        System.out.printf(
                "%d images, %,d pixels, %,d of them defective in %,d regions: %.1f s, %.0f ns a pixel; heap limit %d MiB%n",
                images.size(),
                pixels,
                metrics.defectivePixels(),
                metrics.regions(),
                seconds,
                seconds * 1e9 / pixels,
                Runtime.getRuntime().maxMemory() >> 20);
        System.out.println("pixel AUROC " + metrics.auroc() + ", AU-PRO " + auPro);
    }

    /** A map in a file and the middle and the radius of its one round defect. */
    private record Stored(Path file, int side, int centre, double radius) implements ScoredPixels {
        static Stored make(Path folder, int index, int side, double share) throws IOException {
            SplittableRandom random = new SplittableRandom(index);
            double radius = Math.sqrt(share / Math.PI) * side;
            int centre = side / 4 + random.nextInt(side / 2);
            Stored stored = new Stored(folder.resolve(index + ".map"), side, centre, radius);
            ByteBuffer bytes = ByteBuffer.allocate(4 * side * side);
            BitSet defective = stored.mask().defective();
            for (int at = 0; at < side * side; at++) {
                double texture = Math.sin(at % side / 37.0) + Math.cos(at / side / 53.0 + index);
                double score = texture + 0.5 * random.nextDouble() + (defective.get(at) ? 1.2 : 0);
                bytes.putFloat((float) score);
            }
            Files.write(stored.file, bytes.array());
            return stored;
        }

        @Override
        public String name() {
            return file.toString();
        }

        @Override
        public AnomalyMap map() {
            try {
                float[] values = new float[side * side];
                ByteBuffer.wrap(Files.readAllBytes(file)).asFloatBuffer().get(values);
                return new AnomalyMap(side, side, values);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public PixelMask mask() {
            BitSet defective = new BitSet(side * side);
            for (int y = 0; y < side; y++) {
                double half = Math.sqrt(Math.max(0, radius * radius - (double) (y - centre) * (y - centre)));
                int from = Math.max(0, (int) (centre - half));
                int to = Math.min(side, (int) (centre + half));
                if (half > 0 && from < to) {
                    defective.set(y * side + from, y * side + to);
                }
            }
            return new PixelMask(side, side, defective);
        }
    }
}
