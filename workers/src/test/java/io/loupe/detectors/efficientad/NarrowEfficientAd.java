package io.loupe.detectors.efficientad;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.Detector;
import io.loupe.detectors.Scorer;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.weights.Weights;
import io.loupe.detectors.weights.WeightsLibrary;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** EfficientAD as it is, its networks with few channels: a step takes hundredths of a second. */
public final class NarrowEfficientAd implements Detector<EfficientAdSettings> {
    private static final Widths NARROW = new Widths(8, 12, 16, 6, 8);

    private final EfficientAd real = new EfficientAd();

    /** A teacher of these widths, with numbers that mean nothing, under any name. */
    public static WeightsLibrary teacher() {
        Random random = new Random(3);
        TreeMap<String, HostTensor> tensors = new TreeMap<>();
        for (PdnLayer layer : PdnLayer.of(PdnSize.SMALL, NARROW, NARROW.features())) {
            double scale = 1.7 / Math.sqrt(layer.inputs() * layer.kernel() * layer.kernel());
            put(tensors, layer.name() + ".weight", random, scale, layer.weightShape());
            put(tensors, layer.name() + ".bias", random, 0.1, layer.outputs());
        }
        return name -> new Weights(name, "0".repeat(64), tensors);
    }

    private static void put(Map<String, HostTensor> tensors, String name, Random random, double scale, long... shape) {
        int count = 1;
        for (long size : shape) {
            count *= (int) size;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * scale);
        }
        tensors.put(name, HostTensor.of(name, values, shape));
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public String title() {
        return real.title();
    }

    @Override
    public String description() {
        return real.description();
    }

    @Override
    public Class<EfficientAdSettings> settingsType() {
        return real.settingsType();
    }

    @Override
    public Map<String, EfficientAdSettings> presets() {
        return real.presets();
    }

    @Override
    public String presetHelp(String preset) {
        return real.presetHelp(preset);
    }

    @Override
    public Training train(TrainingInput input, EfficientAdSettings settings) {
        return new EfficientAdTraining(input, settings, NARROW, HardFeatureLoss.Route.SPARSE);
    }

    @Override
    public Scorer scorer(CheckpointState state, EfficientAdSettings settings, Compute compute) {
        throw new UnsupportedOperationException("only trained with");
    }
}
