package io.loupe.detectors.efficientad;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.Scorer;
import io.loupe.detectors.engine.NativeFailures;
import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.image.FloatImage;
import io.loupe.detectors.image.Images;
import io.loupe.detectors.image.Maps;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.training.CheckpointParts;
import java.nio.file.Path;
import java.util.List;

/** Scores images with trained weights; the image score is the largest value of the map at the image's size. */
public final class EfficientAdScorer implements Scorer {
    private final EfficientAdSettings settings;
    private final TensorRuntime runtime;
    private final EfficientAdNetwork network;
    private final FinalMap finalMap;

    EfficientAdScorer(CheckpointState state, EfficientAdSettings settings, Compute compute) {
        this(state, settings, Widths.of(settings.size()), compute);
    }

    EfficientAdScorer(CheckpointState state, EfficientAdSettings settings, Widths widths, Compute compute) {
        this.settings = settings;
        SafeTensors statistics = CheckpointParts.read(state, Parts.STATISTICS);
        this.finalMap = new FinalMap(
                settings, new MapScales(settings, statistics).scales().orElseThrow(() -> unfinished(state)));
        this.runtime = new TensorRuntime(compute);
        try {
            this.network = new EfficientAdNetwork(
                    runtime,
                    settings,
                    widths,
                    CheckpointParts.read(state, Parts.TEACHER),
                    Parameters.stored(runtime, CheckpointParts.read(state, CheckpointState.WEIGHTS)),
                    Arithmetic.parse(statistics.metadata().getOrDefault("arithmetic", "")));
            network.normaliseWith(new ChannelStatistics("teacher", statistics, network.features()));
        } catch (RuntimeException e) {
            runtime.close();
            throw NativeFailures.classified(e);
        }
    }

    private static DetectorException unfinished(CheckpointState state) {
        return new DetectorException(
                Kind.DATA,
                "the checkpoint of step " + state.step() + " has no scales for its maps, which the last steps make",
                Parts.STATISTICS,
                "let the training go on to its end");
    }

    @Override
    public Score score(Path image) {
        FloatImage picture = Images.read(image);
        AnomalyMap map = Maps.resize(maps(inputs(picture, 1)).getFirst(), picture.width(), picture.height());
        return new Score(map, map.max());
    }

    @Override
    public Pass pass(Path image, int batch) {
        float[] inputs = inputs(Images.read(image), batch);
        return () -> maps(inputs).stream()
                .map(map -> Maps.resize(map, settings.imageWidth(), settings.imageHeight()))
                .toList();
    }

    /** The same picture as often as asked, as {@link #maps} takes it. */
    private float[] inputs(FloatImage picture, int count) {
        byte[] samples = InputPictures.samples(picture, settings.imageWidth(), settings.imageHeight());
        float[] inputs = new float[Math.multiplyExact(count, samples.length)];
        for (int i = 0; i < count; i++) {
            ImageNet.normalise(samples, inputs, i * samples.length);
        }
        return inputs;
    }

    /**
     * The maps of several images at once, one value for each four pixels.
     *
     * @param images ImageNet-normalised, of the settings' size, shape (N, 3, height, width)
     */
    public List<AnomalyMap> maps(float[] images) {
        try (StepScope scope = runtime.inference()) {
            return network.maps(scope, network.images(scope, images)).stream()
                    .map(finalMap::of)
                    .toList();
        } catch (RuntimeException e) {
            throw NativeFailures.classified(e);
        }
    }

    @Override
    public void close() {
        runtime.close();
    }
}
