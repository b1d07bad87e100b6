package io.loupe.bench;

import io.loupe.bench.MadeMaps.Made;
import io.loupe.detectors.metric.ImageMetrics;
import io.loupe.detectors.metric.PixelMetrics;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * All image and pixel metrics of a category, with those of four defect types, from maps of the network's own size: how long
 * once everything is compiled, and how long the first time in a process. Two processors and the collector that workers have;
 * a heap of 400 MiB, so that the process stays below 500 MB, see {@link ProcessCost}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MetricsBenchmark {
    private static final int NETWORK = 64;

    @Param("160")
    public int images;

    @Param("1024")
    public int side;

    private List<Made> made;

    @Setup
    public void make() {
        made = MadeMaps.of(images, NETWORK, side);
    }

    @Benchmark
    @Warmup(iterations = 3)
    @Measurement(iterations = 7)
    @Fork(
            value = 1,
            jvmArgs = {"-Xmx400m", "-XX:ActiveProcessorCount=2", "-XX:+UseSerialGC"})
    public Object warm() {
        return measure();
    }

    @Benchmark
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    @Fork(
            value = 3,
            jvmArgs = {"-Xmx400m", "-XX:ActiveProcessorCount=2", "-XX:+UseSerialGC"})
    public Object cold() {
        return measure();
    }

    private List<Object> measure() {
        return List.of(ImageMetrics.of(scores(true), scores(false)), PixelMetrics.of(made, 0.05, 0.3));
    }

    private double[] scores(boolean good) {
        return made.stream()
                .filter(image -> image.mask().defective().isEmpty() == good)
                .mapToDouble(image -> image.map().max())
                .toArray();
    }
}
