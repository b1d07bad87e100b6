package io.loupe.bench;

import com.sun.management.OperatingSystemMXBean;
import io.loupe.detectors.Compute;
import io.loupe.detectors.engine.CounterRandom;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.engine.Variable;
import io.loupe.detectors.patchcore.GreedyCoreset;
import io.loupe.detectors.patchcore.MemoryBank;
import io.loupe.detectors.tensor.HostTensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * PatchCore's two kernels, a turn for each line of input: {@code PatchCoreWorker <nearest|coreset> <threads> <points>
 * <dimensions> <bank or selections a turn> <file>}. Writes its points to the file for the peers, then answers
 * {@code <milliseconds> <milliseconds of processor time> <result>} a turn.
 *
 * <p>The points are 300 groups of different sizes, each spread in 12 directions of its own: features of real patches lie
 * on such surfaces, and on points that are all equally far from each other the selection would look faster than it is.
 */
public final class PatchCoreWorker {
    private static final int GROUPS = 300;
    private static final int DIRECTIONS = 12;

    private PatchCoreWorker() {}

    public static void main(String[] arguments) throws IOException {
        Compute compute = new Compute("cpu", Integer.parseInt(arguments[1]));
        int count = Integer.parseInt(arguments[2]);
        int dimensions = Integer.parseInt(arguments[3]);
        int amount = Integer.parseInt(arguments[4]);
        float[] points = points(count, dimensions);
        write(Path.of(arguments[5]), points);
        try (TensorRuntime runtime = new TensorRuntime(compute)) {
            DoubleSupplier turn =
                    switch (arguments[0]) {
                        case "nearest" -> nearest(runtime, points, dimensions, amount);
                        case "coreset" -> coreset(runtime, points, dimensions, amount);
                        default -> throw new IllegalArgumentException(arguments[0]);
                    };
            answer(turn);
        }
    }

    private static void answer(DoubleSupplier turn) throws IOException {
        var processor = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("ready");
            while (lines.readLine() != null) {
                long busyBefore = processor.getProcessCpuTime();
                long start = System.nanoTime();
                double result = turn.getAsDouble();
                System.out.printf(
                        Locale.ROOT,
                        "%.3f %.3f %.9g%n",
                        (System.nanoTime() - start) / 1e6,
                        (processor.getProcessCpuTime() - busyBefore) / 1e6,
                        result);
            }
        }
    }

    /** The first {@code bank} points are the bank, the others the queries; the result is the sum of indices. */
    private static DoubleSupplier nearest(TensorRuntime runtime, float[] points, int dimensions, int bank) {
        float[] entries = Arrays.copyOf(points, bank * dimensions);
        MemoryBank memory = new MemoryBank(runtime, HostTensor.of("bank", entries, bank, dimensions));
        float[] queries = Arrays.copyOfRange(points, bank * dimensions, points.length);
        return () -> {
            try (StepScope scope = runtime.inference()) {
                int[] indices = memory.nearest(scope, scope.tensor(queries, queries.length / dimensions, dimensions), 1)
                        .indices();
                return Arrays.stream(indices).sum();
            }
        };
    }

    /** Each turn selects some more; the result is the radius that is left. */
    private static DoubleSupplier coreset(TensorRuntime runtime, float[] points, int dimensions, int selections) {
        int count = points.length / dimensions;
        Variable variable = runtime.variable("points", points, count, dimensions);
        GreedyCoreset coreset = GreedyCoreset.begin(runtime, variable, 0, count);
        return () -> {
            int until = coreset.count() + selections;
            while (coreset.count() < until) {
                coreset.selectUpTo(Math.min(until, coreset.count() + 64)); // chunks as in a training
            }
            return coreset.radius();
        };
    }

    private static float[] points(int count, int dimensions) {
        float[] centres = new CounterRandom(1, "centres", 0).normal(GROUPS * dimensions, 1);
        float[] directions = new CounterRandom(1, "directions", 0).normal(GROUPS * DIRECTIONS * dimensions, 0.3);
        float[] choice = new CounterRandom(1, "choice", 0).uniform(count, 0, 1);
        float[] points = new float[count * dimensions];
        for (int i = 0; i < count; i++) {
            int group = (int) (choice[i] * choice[i] * GROUPS); // the first groups are the largest
            float[] along = new CounterRandom(1, "along", i).normal(DIRECTIONS, 1);
            for (int d = 0; d < dimensions; d++) {
                double value = centres[group * dimensions + d];
                for (int k = 0; k < DIRECTIONS; k++) {
                    value += along[k] * directions[(group * DIRECTIONS + k) * dimensions + d];
                }
                points[i * dimensions + d] = (float) value;
            }
        }
        return points;
    }

    private static void write(Path file, float[] points) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(points.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(points);
        Files.write(file, bytes.array());
    }
}
