package io.loupe.detectors.distillation;

import io.loupe.detectors.engine.CounterRandom;
import io.loupe.detectors.image.FloatImage;
import io.loupe.detectors.image.Images;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Which pictures a step sees, all of it a function of the seed and the step's number. First come the steps of the
 * statistics, each image in them once, then the training, which goes through all images in an order of its own again and
 * again, a batch at a time. Used by one thread at a time.
 */
final class PictureSource {
    private static final long KEPT_BYTES = 512L << 20;

    private final DistillationSettings settings;
    private final long seed;
    private final ImageSet images;
    private final int cachedFeatures;
    private final int statisticsImages;

    /** The trained network's pictures in colour, as many as fit; resizing gives 8-bit values, so nothing is lost. */
    private final byte[][] kept;

    private final BitSet asked = new BitSet();
    private long orderedEpoch = -1;
    private int[] order = {};

    private record Chosen(int index, boolean grey, boolean backboneLikely) {}

    /** @param cachedFeatures how many images' features, from the first, are computed only once in colour */
    PictureSource(DistillationSettings settings, long seed, ImageSet images, int cachedFeatures) {
        this.settings = settings;
        this.seed = seed;
        this.images = images;
        this.cachedFeatures = cachedFeatures;
        this.statisticsImages = Math.min(settings.statisticsImages(), images.trainingCount());
        long size = 3L * settings.imageSize() * settings.imageSize();
        this.kept = new byte[(int) Math.min(images.trainingCount(), KEPT_BYTES / size)][];
    }

    /** Steps before the training. */
    int statisticsSteps() {
        return Math.ceilDiv(statisticsImages, settings.batchSize());
    }

    /** @param step 0 for the first one of the statistics */
    List<Picture> of(long step) {
        boolean statistics = step < statisticsSteps();
        long index = statistics ? step : step - statisticsSteps();
        String stream = statistics ? "statistics" : "training";
        int[] which = statistics ? ofStatistics(index) : ofTraining(index);
        float[] greys = new CounterRandom(seed, stream + "/grey", index).uniform(which.length, 0, 1);
        Chosen[] chosen = new Chosen[which.length];
        for (int i = 0; i < which.length; i++) {
            boolean grey = greys[i] < settings.greyShare();
            boolean cached = !grey && which[i] < cachedFeatures;
            chosen[i] = new Chosen(which[i], grey, !(cached && asked.get(which[i])));
            if (cached) {
                asked.set(which[i]);
            }
        }
        return Arrays.stream(chosen)
                .parallel()
                .map(one -> picture(one, !statistics))
                .toList();
    }

    private int[] ofStatistics(long step) {
        int from = (int) step * settings.batchSize();
        int[] permutation = order("statistics", -2);
        return Arrays.copyOfRange(permutation, from, Math.min(from + settings.batchSize(), statisticsImages));
    }

    private int[] ofTraining(long step) {
        long from = step * settings.batchSize();
        return IntStream.range(0, settings.batchSize())
                .map(i -> {
                    long epoch = (from + i) / images.trainingCount();
                    return order("order", epoch)[(int) ((from + i) % images.trainingCount())];
                })
                .toArray();
    }

    /** @param epoch -2 for the statistics, which come before the first */
    private int[] order(String stream, long epoch) {
        if (epoch != orderedEpoch) {
            order = new CounterRandom(seed, stream, Math.max(0, epoch)).permutation(images.trainingCount());
            orderedEpoch = epoch;
        }
        return order;
    }

    private Picture picture(Chosen chosen, boolean forStudent) {
        byte[] before = !chosen.grey() && chosen.index() < kept.length ? kept[chosen.index()] : null;
        boolean studentToMake = forStudent && before == null;
        if (!studentToMake && !chosen.backboneLikely()) {
            return new Picture(chosen.index(), false, student(forStudent, before), () -> backbone(chosen));
        }
        FloatImage picture = read(chosen);
        byte[] samples = studentToMake ? Picture.samples(picture, settings) : before;
        if (studentToMake && !chosen.grey() && chosen.index() < kept.length) {
            kept[chosen.index()] = samples;
        }
        Supplier<float[]> backbone = () -> backbone(chosen);
        if (chosen.backboneLikely()) {
            float[] made = Picture.backbone(picture, settings);
            backbone = () -> made;
        }
        return new Picture(chosen.index(), chosen.grey(), student(forStudent, samples), backbone);
    }

    private static float[] student(boolean wanted, byte[] samples) {
        return wanted ? Picture.student(samples) : new float[0];
    }

    private float[] backbone(Chosen chosen) {
        return Picture.backbone(read(chosen), settings);
    }

    private FloatImage read(Chosen chosen) {
        FloatImage picture = images.readTraining(chosen.index());
        return chosen.grey() ? Images.toGrey(picture) : picture;
    }
}
