package io.loupe.detectors.efficientad;

import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.ScriptFunction;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.engine.Variable;
import io.loupe.detectors.tensor.SafeTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Teacher, student and autoencoder put together. */
final class EfficientAdNetwork {
    private static final ScriptFunction NORMALISED =
            ScriptFunction.of("normalised", "x, mean, deviation", "torch.div(torch.sub(x, mean), deviation)");
    private static final ScriptFunction MAP =
            ScriptFunction.of("squared_difference", "x, y", "torch.mean(torch.square(torch.sub(x, y)), [1], False)");

    private final int features;
    private final Geometry rows;
    private final Geometry columns;
    private final Pdn.Head teacher;
    private final Pdn student;
    private final Optional<Autoencoder> autoencoder;
    private final Variable mean;
    private final Variable deviation;
    private final Parameters trained;
    private final Optional<ScriptFunction> reflection;

    /**
     * @param teacherWeights named {@code conv1.weight}, ...
     * @param trained makes student and autoencoder
     */
    EfficientAdNetwork(
            TensorRuntime runtime,
            EfficientAdSettings settings,
            Widths widths,
            SafeTensors teacherWeights,
            Parameters trained,
            Arithmetic arithmetic) {
        this.features = widths.features();
        this.rows = settings.rows();
        this.columns = settings.columns();
        this.trained = trained;
        Pdn frozen = new Pdn(
                Parameters.stored(runtime, teacherWeights),
                "",
                PdnLayer.of(settings.size(), widths, features),
                settings.padding(),
                arithmetic);
        // This scope only keeps the weights, for passes in others; it is closed with the runtime.
        this.teacher = frozen.bind(runtime.inference()).all();
        int outputs = settings.autoencoder() ? 2 * features : features;
        this.student = new Pdn(
                trained, "student.", PdnLayer.of(settings.size(), widths, outputs), settings.padding(), arithmetic);
        this.autoencoder = settings.autoencoder()
                ? Optional.of(new Autoencoder(runtime, trained, widths, rows, columns, arithmetic))
                : Optional.empty();
        this.mean = runtime.variable("mean", 1, features, 1, 1);
        this.deviation = runtime.variable("deviation", 1, features, 1, 1);
        this.reflection = rows.margin() == 0
                ? Optional.empty()
                : Optional.of(ScriptFunction.of(
                        "reflection",
                        "x",
                        "torch.reflection_pad2d(x, [%d, %d, %d, %d])"
                                .formatted(columns.margin(), columns.margin(), rows.margin(), rows.margin())));
    }

    int features() {
        return features;
    }

    /** Positions of a map. */
    int positions() {
        return rows.cells() * columns.cells();
    }

    Pdn student() {
        return student;
    }

    Optional<Autoencoder> autoencoder() {
        return autoencoder;
    }

    /** What an optimiser trains: student and autoencoder. */
    List<Variable> trainable() {
        return trained.trainable();
    }

    /** Sets what the teacher's outputs are normalised with. */
    void normaliseWith(ChannelStatistics statistics) {
        deviation.set(statistics.deviations(positions()));
        mean.set(statistics.means());
    }

    /** Images of (N, 3, H, W) as a scope's tensor. */
    Tensor images(StepScope scope, float[] values) {
        int size = 3 * rows.pixels() * columns.pixels();
        return scope.tensor(values, values.length / size, 3, rows.pixels(), columns.pixels());
    }

    /** What teacher and student see of images: themselves, or mirrored at the border. */
    Tensor surrounded(StepScope scope, Tensor images) {
        return reflection.map(function -> scope.call(function, images)).orElse(images);
    }

    /** The teacher's features of an image as they come; values of shape (cells, cells, features). */
    float[] teacherFeatures(TensorRuntime runtime, float[] image) {
        try (StepScope scope = runtime.inference()) {
            Tensor raw = teacher.features(scope, surrounded(scope, images(scope, image)));
            return raw.permute(0, 2, 3, 1).contiguous().values();
        }
    }

    /**
     * Teacher features kept from before, normalised.
     *
     * @param raw shape (N, cells, cells, features)
     * @return shape (N, features, cells, cells)
     */
    Tensor target(StepScope scope, float[] raw) {
        int images = raw.length / (features * positions());
        Tensor kept = scope.tensor(raw, images, rows.cells(), columns.cells(), features);
        return normalised(scope, kept.permute(0, 3, 1, 2));
    }

    /** Normalised teacher features of images, without gradient. */
    Tensor target(StepScope scope, Tensor surrounded) {
        try (StepScope inner = scope.nestedInference()) {
            Tensor target = normalised(inner, teacher.features(inner, surrounded));
            return scope.constant(target);
        }
    }

    private Tensor normalised(StepScope scope, Tensor raw) {
        return scope.call(NORMALISED, raw, scope.constant(mean), scope.constant(deviation));
    }

    /**
     * The raw maps of one scope's images: squared differences of teacher and student, and of autoencoder and student,
     * averaged over channels.
     *
     * @param images shape (N, 3, H, W)
     * @return for each image the structural map, and the logical one if there is an autoencoder
     */
    List<List<float[]>> maps(StepScope scope, Tensor images) {
        Tensor surrounded = surrounded(scope, images);
        Tensor predicted = student.bind(scope).all().features(scope, surrounded);
        List<float[]> kinds = new ArrayList<>();
        Tensor target = target(scope, surrounded);
        kinds.add(scope.call(MAP, target, predicted.slice(1, 0, features)).values());
        autoencoder.ifPresent(present ->
                kinds.add(scope.call(MAP, present.features(scope, images), predicted.slice(1, features, 2L * features))
                        .values()));
        List<List<float[]>> maps = new ArrayList<>();
        for (int image = 0; image < images.size(0); image++) {
            int from = image * positions();
            maps.add(kinds.stream()
                    .map(values -> java.util.Arrays.copyOfRange(values, from, from + positions()))
                    .toList());
        }
        return maps;
    }
}
