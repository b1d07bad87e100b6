package io.loupe.detectors.engine;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.tensor.SafeTensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes a network's variables, fresh from a seed or from stored weights, and remembers them. Each variable's numbers
 * come from a random stream of its own name.
 */
public final class Parameters {
    private final TensorRuntime runtime;
    private final long seed;
    private final Optional<SafeTensors> stored;
    private final List<Variable> trainable = new ArrayList<>();
    private final List<Variable> all = new ArrayList<>();

    private Parameters(TensorRuntime runtime, long seed, Optional<SafeTensors> stored) {
        this.runtime = runtime;
        this.seed = seed;
        this.stored = stored;
    }

    public static Parameters fresh(TensorRuntime runtime, long seed) {
        return new Parameters(runtime, seed, Optional.empty());
    }

    public static Parameters stored(TensorRuntime runtime, SafeTensors stored) {
        return new Parameters(runtime, 0, Optional.of(stored));
    }

    /** Where the variables live. */
    public TensorRuntime runtime() {
        return runtime;
    }

    public Variable normal(String name, double standardDeviation, long... shape) {
        return trainable(name, () -> random(name).normal(elements(shape), standardDeviation), shape);
    }

    /** Kaiming's normal initialisation for ReLU: variance 2 / inputs. */
    public Variable kaimingNormal(String name, long outputs, long inputs) {
        return normal(name, Math.sqrt(2.0 / inputs), outputs, inputs);
    }

    /** PyTorch's default for linear and convolution layers: uniform within 1 / sqrt(fanIn). */
    public Variable uniform(String name, long fanIn, long... shape) {
        float bound = (float) (1 / Math.sqrt(fanIn));
        return trainable(name, () -> random(name).uniform(elements(shape), -bound, bound), shape);
    }

    public Variable filled(String name, float value, long... shape) {
        return trainable(name, () -> constant(value, shape), shape);
    }

    /** A running statistic: stored with the weights, but no optimiser touches it. */
    public Variable statistic(String name, float value, long... shape) {
        return variable(name, () -> constant(value, shape), shape);
    }

    /** What an optimiser trains, in the order of creation. */
    public List<Variable> trainable() {
        return List.copyOf(trainable);
    }

    /** Everything, in the order of creation. */
    public List<Variable> all() {
        return List.copyOf(all);
    }

    private Variable trainable(String name, Supplier<float[]> initial, long... shape) {
        Variable variable = variable(name, initial, shape);
        trainable.add(variable);
        return variable;
    }

    private Variable variable(String name, Supplier<float[]> initial, long... shape) {
        Variable variable = runtime.variable(name, shape);
        if (stored.isPresent()) {
            restore(variable, stored.get());
        } else {
            variable.set(initial.get());
        }
        all.add(variable);
        return variable;
    }

    /**
     * Puts stored values into a variable.
     *
     * @throws DetectorException with {@code USER} if the stored tensor is missing or has another shape
     */
    public static void restore(Variable variable, SafeTensors stored) {
        HostTensor tensor = stored.tensors().get(variable.name());
        if (tensor == null || !Arrays.equals(tensor.shape(), variable.shape())) {
            throw new DetectorException(
                    DetectorException.Kind.USER,
                    "the checkpoint has " + (tensor == null ? "nothing" : Arrays.toString(tensor.shape()))
                            + " where these settings need " + Arrays.toString(variable.shape()),
                    variable.name(),
                    "use the settings that the checkpoint was made with, or start from step 0");
        }
        variable.set(tensor.bytes());
    }

    private CounterRandom random(String name) {
        return new CounterRandom(seed, "initial/" + name, 0);
    }

    private static float[] constant(float value, long... shape) {
        float[] values = new float[elements(shape)];
        Arrays.fill(values, value);
        return values;
    }

    private static int elements(long... shape) {
        return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    }
}
