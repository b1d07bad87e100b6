package io.loupe.detectors.distillation;

import io.loupe.detectors.efficientad.ChannelStatistics;

/**
 * Brings each channel of the features to mean 0 and standard deviation 1 over the training images.
 *
 * @param mean of each channel
 * @param deviation of each channel, above 0
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record Normalisation(float[] mean, float[] deviation) {
    /** @throws io.loupe.detectors.DetectorException with {@code DATA} if a channel is constant */
    static Normalisation of(ChannelStatistics statistics, int positions) {
        return new Normalisation(statistics.means(), statistics.deviations(positions));
    }

    /** Changes features of shape (channels, positions) in place. */
    float[] apply(float[] features) {
        int positions = features.length / mean.length;
        for (int i = 0; i < features.length; i++) {
            int channel = i / positions;
            features[i] = (features[i] - mean[channel]) / deviation[channel];
        }
        return features;
    }
}
