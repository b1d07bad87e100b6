package io.loupe.detectors.patchcore;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.image.Maps;
import io.loupe.detectors.patchcore.MemoryBank.Neighbours;
import io.loupe.detectors.patchcore.PatchCoreSettings.Distance;
import io.loupe.detectors.patchcore.PatchFeatures.Patches;
import java.util.List;
import java.util.stream.IntStream;

/** Scores inputs with one backbone and its bank. */
final class MemberScorer {
    private final TensorRuntime runtime;
    private final PatchFeatures features;
    private final MemoryBank bank;
    private final PatchCoreSettings settings;

    /**
     * @param map of the input, smoothed
     * @param imageScore as the settings want it
     */
    record MemberScore(AnomalyMap map, double imageScore) {}

    MemberScorer(TensorRuntime runtime, PatchFeatures features, MemoryBank bank, PatchCoreSettings settings) {
        this.runtime = runtime;
        this.features = features;
        this.bank = bank;
        this.settings = settings;
    }

    /** @param input shape (3, imageSize, imageSize), in [0, 1] */
    MemberScore score(float[] input) {
        return scores(input).getFirst();
    }

    /** @param inputs of several images, shape (N, 3, imageSize, imageSize), in [0, 1] */
    List<MemberScore> scores(float[] inputs) {
        int size = settings.imageSize();
        int images = inputs.length / (3 * size * size);
        try (StepScope scope = runtime.inference()) {
            Patches patches = features.of(scope, scope.tensor(inputs, images, 3, size, size));
            Neighbours nearest = bank.nearest(scope, patches.rows(), settings.neighbours());
            return IntStream.range(0, images)
                    .mapToObj(image -> score(scope, patches, nearest, image))
                    .toList();
        }
    }

    /** @param nearest of the patches of all images */
    private MemberScore score(StepScope scope, Patches patches, Neighbours nearest, int image) {
        int size = settings.imageSize();
        int from = image * patches.count();
        int to = from + patches.count();
        Neighbours own = nearest.of(from, to);
        AnomalyMap scores = new AnomalyMap(patches.width(), patches.height(), patchScores(own));
        AnomalyMap enlarged = Maps.resize(scores, size, size);
        AnomalyMap map = settings.smoothing() > 0 ? Maps.gaussian(enlarged, settings.smoothing()) : enlarged;
        double imageScore =
                switch (settings.imageScore()) {
                    case MAX -> map.max();
                    case AMAZON -> scores.max();
                    case PAPER -> paperScore(scope, patches.rows().slice(0, from, to), own);
                };
        return new MemberScore(map, imageScore);
    }

    /** The mean distance to the nearest entries, for each patch. */
    private float[] patchScores(Neighbours nearest) {
        float[] scores = new float[nearest.squared().length / nearest.count()];
        for (int i = 0; i < scores.length; i++) {
            double sum = 0;
            for (int j = 0; j < nearest.count(); j++) {
                double squared = nearest.squared()[i * nearest.count() + j];
                sum += settings.distance() == Distance.SQUARED ? squared : Math.sqrt(squared);
            }
            scores[i] = (float) (sum / nearest.count());
        }
        return scores;
    }

    /**
     * Equations 6 and 7: with m* the entry nearest to the patch m that is farthest from the bank, s* their distance, and
     * N_b(m*) the b entries nearest to m* (itself among them), (1 - exp(s*) / sum over n in N_b(m*) of exp(|m - n|)) s*.
     * With m* alone in the bank there is nothing to weigh with, and the factor would be 0 for every image: then s*.
     */
    private double paperScore(StepScope scope, Tensor rows, Neighbours nearest) {
        int farthest = 0;
        for (int i = 0; i < nearest.squared().length; i += nearest.count()) {
            farthest = nearest.squared()[i] > nearest.squared()[farthest] ? i : farthest;
        }
        double distance = Math.sqrt(nearest.squared()[farthest]);
        Tensor matched = bank.entries(scope, new int[] {nearest.indices()[farthest]});
        Neighbours around = bank.nearest(scope, matched, settings.reweightNeighbours());
        if (around.count() == 1) {
            return distance;
        }
        int row = farthest / nearest.count();
        float[] squared = bank.entries(scope, around.indices())
                .sub(rows.slice(0, row, row + 1))
                .square()
                .sum(1)
                .values();
        double sum = 0;
        for (float value : squared) {
            sum += Math.exp(Math.sqrt(value) - distance);
        }
        return (1 - 1 / sum) * distance;
    }
}
