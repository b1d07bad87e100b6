package io.loupe.detectors.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Adam (Kingma and Ba, arXiv 1412.6980) as {@code torch.optim.Adam} does it: weight decay is added to the gradient,
 * betas 0.9 and 0.999, epsilon 1e-8 outside the bias-corrected root. Its moments are variables, so they can be saved.
 */
public final class Adam {
    // One pass over memory. The list is returned so that TorchScript does not take the call for one without effect.
    private static final ScriptFunction UPDATE = new ScriptFunction("adam", List.of("w", "g", "m", "v", "n", "h"), """
            l = [w]
            _0 = [g]
            _1 = [m]
            _2 = [v]
            _3 = [n]
            _4 = float(torch.select(h, 0, 0))
            _5 = float(torch.select(h, 0, 1))
            torch._fused_adam_(l, _0, _1, _2, annotate(List[Tensor], []), _3, lr=_4, beta1=0.90000000000000002, \
            beta2=0.999, weight_decay=_5, eps=1e-08, amsgrad=False, maximize=False)
            return l[0]
            """);

    private final double learningRate;
    private final double weightDecay;
    private final Map<Variable, Moments> moments = new LinkedHashMap<>();

    private record Moments(Variable first, Variable second) {}

    public Adam(TensorRuntime runtime, List<Variable> variables, double learningRate, double weightDecay) {
        this.learningRate = learningRate;
        this.weightDecay = weightDecay;
        for (Variable variable : variables) {
            moments.put(
                    variable,
                    new Moments(
                            runtime.variable("first." + variable.name(), variable.shape()),
                            runtime.variable("second." + variable.name(), variable.shape())));
        }
    }

    /**
     * Updates the variables that have gradients.
     *
     * @param step the update's number, 1 for the first
     */
    public void update(StepScope scope, List<Gradient> gradients, long step) {
        update(scope, gradients, step, learningRate);
    }

    /** As above, with another learning rate than the optimiser's. */
    public void update(StepScope scope, List<Gradient> gradients, long step, double learningRate) {
        Tensor count = scope.scalar(step);
        Tensor numbers = scope.doubles(learningRate, weightDecay);
        for (Gradient gradient : gradients) {
            Moments moment = moments.get(gradient.variable());
            scope.call(
                    UPDATE,
                    rows(scope, gradient, gradient.variable()),
                    gradient.tensor(),
                    rows(scope, gradient, moment.first()),
                    rows(scope, gradient, moment.second()),
                    count,
                    numbers);
        }
    }

    /** The moments, to be saved and restored. */
    public List<Variable> state() {
        List<Variable> state = new ArrayList<>();
        moments.values().forEach(moment -> state.add(moment.first()));
        moments.values().forEach(moment -> state.add(moment.second()));
        return state;
    }

    /** The variables it updates. */
    public Set<Variable> variables() {
        return moments.keySet();
    }

    private static Tensor rows(StepScope scope, Gradient gradient, Variable variable) {
        return new Tensor(scope, scope.rows(variable, gradient.fromRow(), gradient.toRow()));
    }
}
