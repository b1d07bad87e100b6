package io.loupe.detectors.efficientad;

import io.loupe.detectors.engine.CounterRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a training step works on, all of it a function of the seed and the step's number.
 *
 * @param chosen which training images
 * @param images network input, shape (N, 3, H, W)
 * @param augmented the same images in another light, same shape; empty without autoencoder
 * @param penalty pictures of anything, same shape; empty without them
 * @param dropout factors, shape (N, values that dropout decides about); empty without autoencoder
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes of values: neither copied nor compared
record StepInputs(int[] chosen, float[] images, float[] augmented, float[] penalty, float[] dropout) {
    int count() {
        return chosen.length;
    }

    /** Makes them. Used by one thread at a time. */
    static final class Source {
        private final EfficientAdSettings settings;
        private final long seed;
        private final InputPictures pictures;
        private final Optional<PenaltyImages> penalties;
        private final int dropoutSize;
        private long orderedEpoch = -1;
        private int[] order = {};

        /** @param dropoutSize values of one image that dropout decides about; 0 without autoencoder */
        Source(
                EfficientAdSettings settings,
                long seed,
                InputPictures pictures,
                Optional<PenaltyImages> penalties,
                int dropoutSize) {
            this.settings = settings;
            this.seed = seed;
            this.pictures = pictures;
            this.penalties = penalties;
            this.dropoutSize = dropoutSize;
        }

        /** @param step 0 for the first of the training steps */
        StepInputs of(long step) {
            int[] chosen = chosen(step);
            int size = 3 * settings.imageWidth() * settings.imageHeight();
            float[] images = new float[chosen.length * size];
            float[] augmented = new float[settings.autoencoder() ? images.length : 0];
            float[] penalty = new float[penalties.isPresent() ? images.length : 0];
            float[] light = random("augmentation", step).uniform(2 * chosen.length, 0, 1);
            float[] picks = random("penalty", step).uniform(2 * chosen.length, 0, 1);
            for (int i = 0; i < chosen.length; i++) {
                byte[] samples = pictures.samples(chosen[i]);
                ImageNet.normalise(samples, images, i * size);
                if (augmented.length > 0) {
                    float[] changed = Augmentation.chosen(light[2 * i]).apply(samples, 0.8f + 0.4f * light[2 * i + 1]);
                    ImageNet.normalise(changed, augmented, i * size);
                }
                if (penalties.isPresent()) {
                    byte[] picture = penalties
                            .get()
                            .samples(picks[2 * i], picks[2 * i + 1], settings.imageWidth(), settings.imageHeight());
                    ImageNet.normalise(picture, penalty, i * size);
                }
            }
            return new StepInputs(chosen, images, augmented, penalty, dropout(step, chosen.length));
        }

        /** Every image once an epoch; the last step of an epoch gets what is left. */
        private int[] chosen(long step) {
            int steps = Math.ceilDiv(pictures.count(), settings.batchSize());
            long epoch = step / steps;
            if (epoch != orderedEpoch) {
                order = random("order", epoch).permutation(pictures.count());
                orderedEpoch = epoch;
            }
            int from = (int) (step % steps) * settings.batchSize();
            return Arrays.copyOfRange(order, from, Math.min(from + settings.batchSize(), order.length));
        }

        private float[] dropout(long step, int images) {
            float kept = (float) (1 / (1 - settings.dropout()));
            float[] factors = random("dropout", step).uniform(images * dropoutSize, 0, 1);
            for (int i = 0; i < factors.length; i++) {
                factors[i] = factors[i] < settings.dropout() ? 0 : kept;
            }
            return factors;
        }

        private CounterRandom random(String stream, long step) {
            return new CounterRandom(seed, stream, step);
        }
    }
}
