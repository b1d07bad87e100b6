package io.loupe.detectors.distillation;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.efficientad.Arithmetic;
import io.loupe.detectors.efficientad.ChannelStatistics;
import io.loupe.detectors.engine.NativeFailures;
import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.training.BegunThreads;
import io.loupe.detectors.training.CheckpointParts;
import io.loupe.detectors.weights.Weights;
import java.util.Optional;

/**
 * What training and measuring both need: images, both networks, and the features' statistics, fresh or from a checkpoint.
 *
 * @param runtime owner of the native memory of all
 * @param manner how all is computed
 * @param images which train and which are held out
 * @param targets gives the features to be met
 * @param student meets them
 * @param statistics of the features
 */
record Workbench(
        TensorRuntime runtime,
        Manner manner,
        ImageSet images,
        TargetFeatures targets,
        Student student,
        ChannelStatistics statistics)
        implements AutoCloseable {
    /** The features' statistics, and how the training computes: all that measuring needs beside the weights. */
    static final String STATISTICS = "statistics";

    private static final String SETTING = "backbone";

    static Workbench open(TrainingInput input, DistillationSettings settings, BackboneSource backbones) {
        String name = settings.backbone().backbone();
        Weights weights = input.weights().load(name);
        ImageSet images = ImageSet.of(input, settings);
        Optional<SafeTensors> stored = input.resumeFrom().map(state -> CheckpointParts.read(state, STATISTICS));
        Optional<Manner> begun = stored.map(part -> Manner.read(part, STATISTICS));
        begun.ifPresent(before -> before.requireSame(weights, images));
        TensorRuntime runtime = new TensorRuntime(
                begun.map(before -> before.threads().on(input.compute())).orElse(input.compute()));
        try {
            Manner manner = begun.orElseGet(() -> new Manner(
                    new BegunThreads(input.compute().threads()),
                    Arithmetic.on(runtime, settings.precision()),
                    weights.sha256(),
                    images.fingerprint()));
            Parameters parameters = input.resumeFrom()
                    .map(state -> Parameters.stored(runtime, CheckpointParts.read(state, CheckpointState.WEIGHTS)))
                    .orElseGet(() -> Parameters.fresh(runtime, input.seed()));
            return new Workbench(
                    runtime,
                    manner,
                    images,
                    new TargetFeatures(
                            runtime, settings, backbones.open(runtime, name, settings.layerNames(), weights)),
                    new Student(runtime, settings, parameters, manner.arithmetic()),
                    stored.map(part -> new ChannelStatistics(SETTING, part, TargetFeatures.CHANNELS))
                            .orElseGet(() -> new ChannelStatistics(SETTING, TargetFeatures.CHANNELS)));
        } catch (RuntimeException e) {
            runtime.close();
            throw NativeFailures.classified(e);
        }
    }

    /** @throws io.loupe.detectors.DetectorException with {@code DATA} if a feature is constant */
    Normalisation normalisation(DistillationSettings settings) {
        int cells = TargetFeatures.cells(settings);
        return Normalisation.of(statistics, cells * cells);
    }

    @Override
    public void close() {
        runtime.close();
    }
}
