package io.loupe.detectors.engine;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One step's native memory: every tensor made in a scope, and the graph behind it, is freed when the scope is closed.
 * Gradient recording is switched for the calling thread from opening to closing, so a scope stays on its thread and
 * scopes are closed in the reverse order of opening.
 */
public final class StepScope implements AutoCloseable {
    private static final ScriptFunction FLOAT32_COPY =
            ScriptFunction.of("float32_copy", "x", "torch.to(x, 6, False, True)");

    private final TensorRuntime runtime;
    private final PtNDManager manager;
    private final boolean recording;
    private final Optional<StepScope> parent;
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<Gradient> gradients = new ArrayList<>();
    private final List<Gradient> added = new ArrayList<>();

    private record Leaf(Variable variable, long fromRow, long toRow, PtNDArray array) {}

    StepScope(TensorRuntime runtime, PtNDManager manager, boolean recording) {
        this(runtime, manager, recording, Optional.empty());
    }

    private StepScope(TensorRuntime runtime, PtNDManager manager, boolean recording, Optional<StepScope> parent) {
        this.runtime = runtime;
        this.manager = manager;
        this.recording = recording;
        this.parent = parent;
        JniUtils.setGradMode(recording);
    }

    /** A scope inside this one, for a piece whose memory can go earlier; its parameters' gradients come to this one. */
    public StepScope nested() {
        return new StepScope(runtime, (PtNDManager) manager.newSubManager(), recording, Optional.of(this));
    }

    /** As {@link #nested()}, recording nothing. */
    public StepScope nestedInference() {
        return new StepScope(runtime, (PtNDManager) manager.newSubManager(), false, Optional.of(this));
    }

    /** A tensor of the given values, row by row. */
    public Tensor tensor(float[] values, long... shape) {
        return new Tensor(this, runtime.copied(manager, values, new Shape(shape)));
    }

    /**
     * A single number. It lives as long as the scope: DJL's own operations with numbers free the number at once, while
     * the graph still points at it, and the backward pass then reads whatever took its place.
     */
    public Tensor scalar(float value) {
        return new Tensor(
                this,
                JniUtils.full(manager, new Shape(), value, DataType.FLOAT32, manager.getDevice(), SparseFormat.DENSE));
    }

    public Tensor zeros(long... shape) {
        return new Tensor(this, (PtNDArray) manager.zeros(new Shape(shape), DataType.FLOAT32));
    }

    /** Numbers in float64, for functions that take them as a tensor. */
    Tensor doubles(double... values) {
        return new Tensor(this, (PtNDArray) manager.create(values));
    }

    /** The variable's values without gradient; shares its memory. */
    public Tensor constant(Variable variable) {
        return new Tensor(this, detached(variable.array()));
    }

    /** Some rows (of the first dimension) of a variable without gradient; shares its memory. */
    public Tensor constant(Variable variable, long fromRow, long toRow) {
        return new Tensor(this, rows(variable, fromRow, toRow));
    }

    /** The variable as a parameter: its gradient is collected after {@link #backward}. */
    public Tensor parameter(Variable variable) {
        return parameter(variable, 0, variable.shape().length == 0 ? 0 : variable.shape()[0]);
    }

    /** Some rows (of the first dimension) of a variable as a parameter, with a gradient of just those rows. */
    public Tensor parameter(Variable variable, long fromRow, long toRow) {
        PtNDArray leaf = detached(variable.array());
        if (fromRow != 0 || toRow != rows(variable)) {
            leaf = JniUtils.slice(leaf, 0, fromRow, toRow, 1);
        }
        if (recording) {
            leaf.setRequiresGradient(true);
            leaves.add(new Leaf(variable, fromRow, toRow, leaf));
        }
        return new Tensor(this, leaf);
    }

    /** The same values in this scope, cut from their graph; the gradient collected at the cut is {@link #gradientAt}. */
    public Tensor cut(Tensor tensor) {
        PtNDArray leaf = detached(tensor.array());
        leaf.setRequiresGradient(recording);
        return new Tensor(this, leaf);
    }

    /** The same values in this scope, without gradient. */
    public Tensor constant(Tensor tensor) {
        return new Tensor(this, detached(tensor.array()));
    }

    /** What {@link #backward} collected at a {@link #cut} so far, as a constant; zeros if nothing reached it. */
    public Tensor gradientAt(Tensor cut) {
        return gradient(cut.array())
                .map(array -> new Tensor(this, owned(array)))
                .orElseGet(() -> zeros(cut.shape()));
    }

    /** Adds the gradients of a scalar to parameters and cuts. */
    public void backward(Tensor loss) {
        backward(loss, new Tensor(this, (PtNDArray) manager.ones(loss.array().getShape())));
    }

    /** As above for a tensor of any shape, when a loss's gradient with respect to it is known. */
    public void backward(Tensor tensor, Tensor gradient) {
        JniUtils.backward(tensor.array(), gradient.array(), false, false);
    }

    /** The tensor as one of this scope, still differentiable: how a nested scope uses what the outer one made. */
    public Tensor use(Tensor tensor) {
        return new Tensor(this, owned(JniUtils.reshape(tensor.array(), tensor.shape())));
    }

    /** A copy of the variable's values, which operations may change in place. */
    public Tensor copy(Variable variable) {
        return new Tensor(this, owned(JniUtils.clone(variable.array())));
    }

    /** Calls a function of libtorch that {@link Tensor} has no method for. */
    public Tensor call(ScriptFunction function, Tensor... arguments) {
        return callForAll(function, arguments).getFirst();
    }

    /** As {@link #call}, for all results of a function that returns a list. */
    public List<Tensor> callForAll(ScriptFunction function, Tensor... arguments) {
        PtNDArray[] arrays = new PtNDArray[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            arrays[i] = arguments[i].array();
        }
        return runtime.call(function, arrays).stream()
                .map(array -> new Tensor(this, owned((PtNDArray) array)))
                .toList();
    }

    /**
     * Adds to the gradient of some rows of a variable what the caller computed, in any precision; the sum is float32. As
     * what {@link #backward} collects, it comes to the outermost scope.
     */
    public void addGradient(Variable variable, long fromRow, long toRow, Tensor gradient) {
        if (parent.isPresent()) {
            parent.get().addGradient(variable, fromRow, toRow, gradient);
            return;
        }
        for (Gradient sum : added) {
            if (sum.isOf(variable, fromRow, toRow)) {
                JniUtils.addi(sum.tensor().array(), gradient.array());
                return;
            }
        }
        added.add(new Gradient(variable, fromRow, toRow, call(FLOAT32_COPY, gradient)));
    }

    /**
     * The gradients collected for this scope's parameters and those of nested scopes that were closed; parameters that
     * no loss depends on are left out. They live as long as this scope.
     */
    public List<Gradient> gradients() {
        for (Leaf leaf : leaves) {
            gradient(leaf.array())
                    .ifPresent(array -> gradients.add(new Gradient(
                            leaf.variable(), leaf.fromRow(), leaf.toRow(), new Tensor(this, owned(array)))));
        }
        leaves.clear();
        for (Gradient sum : added) {
            // Adam takes values in the order of the variable's; layers add them in the order of their weights' layout.
            gradients.add(new Gradient(
                    sum.variable(), sum.fromRow(), sum.toRow(), sum.tensor().contiguous()));
        }
        added.clear();
        return gradients;
    }

    PtNDArray owned(PtNDArray array) {
        array.attach(manager);
        return array;
    }

    /** A view of rows of a variable that is not recorded. */
    PtNDArray rows(Variable variable, long fromRow, long toRow) {
        PtNDArray view = detached(variable.array());
        return fromRow == 0 && toRow == rows(variable) ? view : JniUtils.slice(view, 0, fromRow, toRow, 1);
    }

    private static long rows(Variable variable) {
        return variable.shape().length == 0 ? 0 : variable.shape()[0];
    }

    private PtNDArray detached(PtNDArray array) {
        return owned(JniUtils.detachGradient(array));
    }

    private static Optional<PtNDArray> gradient(PtNDArray leaf) {
        return Optional.ofNullable(JniUtils.getGradient(leaf));
    }

    @Override
    public void close() {
        parent.ifPresent(outer -> {
            for (Gradient gradient : gradients()) {
                PtNDArray array = outer.owned(gradient.tensor().array());
                outer.gradients.add(new Gradient(
                        gradient.variable(), gradient.fromRow(), gradient.toRow(), new Tensor(outer, array)));
            }
        });
        manager.close();
        JniUtils.setGradMode(parent.map(outer -> outer.recording).orElse(false));
    }
}
