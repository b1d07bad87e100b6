package io.loupe.detectors.efficientad;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.tensor.SafeTensors;
import java.util.Arrays;
import java.util.List;

/**
 * Mean and population standard deviation of each channel of a frozen network over all positions of all training images, in
 * float64, image by image (Chan, Golub and LeVeque's update), so that no image but one is held.
 */
public final class ChannelStatistics {
    private static final String MEAN = "features.mean";
    private static final String SQUARES = "features.squares";
    private static final String IMAGES = "features.images";

    private final String network;
    private final double[] mean;
    private final double[] squares;
    private long images;

    /** @param network what gives the channels, in errors: the setting that names it */
    public ChannelStatistics(String network, int channels) {
        this.network = network;
        this.mean = new double[channels];
        this.squares = new double[channels];
    }

    /** Goes on with what {@link #stored} gave. */
    public ChannelStatistics(String network, SafeTensors stored, int channels) {
        this.network = network;
        this.mean = Doubles.read(stored, MEAN, channels);
        this.squares = Doubles.read(stored, SQUARES, channels);
        this.images = (long) Doubles.read(stored, IMAGES, 1)[0];
    }

    /** @param features of one image, shape (channels, positions) */
    public void add(float[] features) {
        add(features, features.length / mean.length, 1);
    }

    /** @param features of one image, shape (positions, channels) */
    void addChannelsLast(float[] features) {
        add(features, 1, mean.length);
    }

    private void add(float[] features, int toNextChannel, int toNextPosition) {
        int positions = features.length / mean.length;
        double before = (double) images * positions;
        double all = before + positions;
        for (int channel = 0; channel < mean.length; channel++) {
            int from = channel * toNextChannel;
            double sum = 0;
            for (int i = 0; i < positions; i++) {
                sum += features[from + i * toNextPosition];
            }
            double own = sum / positions;
            double deviations = 0;
            for (int i = 0; i < positions; i++) {
                double deviation = features[from + i * toNextPosition] - own;
                deviations += deviation * deviation;
            }
            double difference = own - mean[channel];
            squares[channel] += deviations + difference * difference * before * positions / all;
            mean[channel] += difference * positions / all;
        }
        images++;
    }

    /** How many images were added. */
    public long images() {
        return images;
    }

    public float[] means() {
        float[] means = new float[mean.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = (float) mean[i];
        }
        return means;
    }

    /**
     * @param positions of one image
     * @throws DetectorException with {@code DATA} if a channel is constant or not a number
     */
    public float[] deviations(int positions) {
        float[] deviations = new float[squares.length];
        for (int i = 0; i < deviations.length; i++) {
            deviations[i] = (float) Math.sqrt(squares[i] / ((double) images * positions));
            if (!(deviations[i] > 0) || !Float.isFinite(deviations[i])) {
                throw new DetectorException(
                        Kind.DATA,
                        "the " + network + "'s channel " + i + " has standard deviation " + deviations[i] + " over the "
                                + images + " training images, so it cannot be normalised",
                        network,
                        "use another " + network + ", and look whether the training images show anything");
            }
        }
        return deviations;
    }

    /** As tensors of a checkpoint, to the last bit. */
    public List<HostTensor> stored() {
        return List.of(
                Doubles.store(MEAN, mean), Doubles.store(SQUARES, squares), Doubles.store(IMAGES, new double[] {images
                }));
    }

    @Override
    public String toString() {
        return "means " + Arrays.toString(mean) + " over " + images + " images";
    }
}
