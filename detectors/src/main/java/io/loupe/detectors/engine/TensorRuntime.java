package io.loupe.detectors.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.loupe.detectors.Compute;
import io.loupe.detectors.DetectorException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Owner of native memory and of the way into libtorch, for one training or scorer; used by one thread at a time.
 *
 * <p>Results depend on the bits of {@link Compute}: libtorch splits sums by thread, so the number of threads is set here
 * and belongs into checkpoints.
 */
public final class TensorRuntime implements AutoCloseable {
    private final Compute compute;
    private final PtNDManager root;
    private final PtNDArray scriptEntry;
    private ByteBuffer staging = ByteBuffer.allocateDirect(0);
    private final Map<ScriptFunction, PtSymbolBlock> scripts = new HashMap<>();

    /** @throws DetectorException with {@code USER} if there is no such device */
    public TensorRuntime(Compute compute) {
        this.compute = compute;
        if (compute.threads() < 1) {
            throw new DetectorException(
                    DetectorException.Kind.USER, compute.threads() + " threads", "threads", "use at least one");
        }
        this.root = (PtNDManager) NDManager.newBaseManager(device(compute.device()), "PyTorch");
        // DJL chooses a module's method by an input of this name.
        this.scriptEntry = (PtNDArray) root.create(0f);
        scriptEntry.setName("module_method:call");
        enterThread();
    }

    public Compute compute() {
        return compute;
    }

    /** Whether the device has units that compute in bfloat16 faster than in float32. */
    public boolean isFastInBfloat16() {
        return DeviceFeatures.isFastInBfloat16(compute.device());
    }

    /** Whether {@code mkldnn::_convolution_pointwise} is there for bfloat16. */
    public boolean mergesReluInBfloat16() {
        return compute.device().equals("cpu") && isFastInBfloat16();
    }

    /** Whether training convolutions is faster here when pictures have channels last. */
    public boolean isFastWithChannelsLast() {
        return DeviceFeatures.isFastWithChannelsLast(compute.device());
    }

    /** Opens a scope that records what gradients need. */
    public StepScope training() {
        enterThread();
        return new StepScope(this, (PtNDManager) root.newSubManager(), true);
    }

    /** Opens a scope that records nothing. */
    public StepScope inference() {
        enterThread();
        return new StepScope(this, (PtNDManager) root.newSubManager(), false);
    }

    /**
     * Makes a variable of zeros.
     *
     * @param shape no dimension may be 0
     */
    public Variable variable(String name, long... shape) {
        return new Variable(name, (PtNDArray) root.zeros(new Shape(shape), DataType.FLOAT32));
    }

    /** Makes a variable of the given values, row by row. */
    public Variable variable(String name, float[] values, long... shape) {
        Variable variable = variable(name, shape);
        variable.set(values);
        return variable;
    }

    /** Arrays that live in native memory outside scopes; constant over steps unless something leaks. */
    public int liveArrays() {
        return root.getManagedArrays().size();
    }

    /** The values in native memory; what DJL itself makes of Java's values is a view of memory that Java frees. */
    PtNDArray copied(PtNDManager manager, float[] values, Shape shape) {
        int bytes = Math.multiplyExact(values.length, Float.BYTES);
        if (staging.capacity() < bytes) {
            staging = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }
        staging.clear().limit(bytes);
        staging.asFloatBuffer().put(values);
        try (PtNDArray view = (PtNDArray) manager.create(staging, shape, DataType.FLOAT32)) {
            return JniUtils.clone(view);
        }
    }

    NDList call(ScriptFunction function, PtNDArray... arguments) {
        PtSymbolBlock block = scripts.computeIfAbsent(function, this::load);
        NDList inputs = new NDList(arguments.length + 1);
        for (PtNDArray argument : arguments) {
            inputs.add(argument);
        }
        inputs.add(scriptEntry);
        return IValueUtils.forward(block, inputs, true);
    }

    private PtSymbolBlock load(ScriptFunction function) {
        try {
            return JniUtils.loadModule(root, new ByteArrayInputStream(ScriptArchive.of(function)), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    /** These settings of libtorch belong to the calling thread. */
    private void enterThread() {
        JniUtils.setNumThreads(compute.threads());
        // The optimising executor swaps kernels after a few calls, which would make bits depend on the call's number.
        JniUtils.setGraphExecutorOptimize(false);
    }

    private static Device device(String name) {
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        if (name.matches("gpu\\d{1,3}")) {
            return Device.gpu(Integer.parseInt(name.substring(3)));
        }
        throw new DetectorException(
                DetectorException.Kind.USER, "unknown device \"" + name + "\"", "device", "use cpu or gpu0, gpu1, ...");
    }

    @Override
    public void close() {
        scripts.values().forEach(PtSymbolBlock::close);
        root.close();
    }
}
