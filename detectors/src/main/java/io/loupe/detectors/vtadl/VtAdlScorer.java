package io.loupe.detectors.vtadl;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.Scorer;
import io.loupe.detectors.engine.NativeFailures;
import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.image.FloatImage;
import io.loupe.detectors.image.Images;
import io.loupe.detectors.image.Maps;
import io.loupe.detectors.image.Maps.Alignment;
import io.loupe.detectors.training.CheckpointParts;
import io.loupe.detectors.vtadl.VtAdlSettings.Mode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores images with trained weights: 8 x 8 patch scores, enlarged with corners aligned, smoothed, brought to the
 * picture's size.
 *
 * <p>The image score is the map's maximum; in faithful mode it is the authors' MSE + SSIM + largest patch score (their
 * sign of SSIM, by which similarity raises the score).
 */
final class VtAdlScorer implements Scorer {
    /** Of the authors' maps of 512 pixels; other sizes are smoothed by the same share of the image. */
    private static final double SIGMA_AT_512 = 4;

    private final VtAdlSettings settings;
    private final Preprocessing preprocessing;
    private final TensorRuntime runtime;
    private final VtAdlNetwork network;

    VtAdlScorer(CheckpointState state, VtAdlSettings settings, Compute compute) {
        this.settings = settings;
        this.preprocessing = new Preprocessing(settings.imageSize(), settings.crop());
        this.runtime = new TensorRuntime(compute);
        try {
            this.network = new VtAdlNetwork(
                    Parameters.stored(runtime, CheckpointParts.read(state, CheckpointState.WEIGHTS)), settings);
        } catch (RuntimeException e) {
            runtime.close();
            throw NativeFailures.classified(e);
        }
    }

    @Override
    public Score score(Path image) {
        FloatImage picture = Images.read(image);
        float[] input = inputs(picture, 1);
        try (StepScope scope = runtime.inference()) {
            Tensor images = images(scope, input, 1);
            AnomalyMap patches = patches(network.patchScores(scope, images).values(), 0);
            AnomalyMap map = preprocessing.toPicture(smooth(patches), picture.width(), picture.height());
            double score =
                    settings.mode() == Mode.FAITHFUL ? patches.max() + reconstructionScore(scope, images) : map.max();
            return new Score(map, score);
        } catch (RuntimeException e) {
            throw NativeFailures.classified(e);
        }
    }

    @Override
    public Pass pass(Path image, int batch) {
        float[] inputs = inputs(Images.read(image), batch);
        return () -> maps(inputs, batch);
    }

    private List<AnomalyMap> maps(float[] inputs, int count) {
        try (StepScope scope = runtime.inference()) {
            float[] scores =
                    network.patchScores(scope, images(scope, inputs, count)).values();
            return IntStream.range(0, count)
                    .mapToObj(image -> smooth(patches(scores, image)))
                    .toList();
        } catch (RuntimeException e) {
            throw NativeFailures.classified(e);
        }
    }

    /** The same picture as often as asked, shape (count, 3, imageSize, imageSize). */
    private float[] inputs(FloatImage picture, int count) {
        byte[] samples = preprocessing.input(picture);
        float[] inputs = new float[Math.multiplyExact(count, samples.length)];
        for (int i = 0; i < count; i++) {
            Preprocessing.toFloats(samples, inputs, i * samples.length);
        }
        return inputs;
    }

    private Tensor images(StepScope scope, float[] inputs, int count) {
        return scope.tensor(inputs, count, 3, settings.imageSize(), settings.imageSize());
    }

    /** The patch scores of one of the images, set in relation to what is usual at their positions if that is known. */
    private AnomalyMap patches(float[] scores, int image) {
        int from = image * VisionTransformer.PATCHES;
        float[] own = Arrays.copyOfRange(scores, from, from + VisionTransformer.PATCHES);
        return new AnomalyMap(
                VisionTransformer.GRID,
                VisionTransformer.GRID,
                network.positions().map(positions -> positions.relative(own)).orElse(own));
    }

    private AnomalyMap smooth(AnomalyMap patches) {
        int size = settings.imageSize();
        AnomalyMap enlarged = Maps.resize(patches, size, size, Alignment.CORNERS);
        return Maps.gaussian(enlarged, SIGMA_AT_512 * size / 512);
    }

    private double reconstructionScore(StepScope scope, Tensor images) {
        Tensor reconstruction = network.reconstruct(scope, network.vectors(scope, images), false)
                .images();
        double mse = reconstruction.sub(images).square().mean().value();
        return mse + Similarity.mean(scope, images, reconstruction).value();
    }

    @Override
    public void close() {
        runtime.close();
    }
}
