package io.loupe.detectors.engine;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gradients that are never cleared: what an optimiser sees when its code forgets {@code zero_grad}. */
public final class GradientSums {
    private final Map<Variable, Variable> sums = new LinkedHashMap<>();

    public GradientSums(TensorRuntime runtime, List<Variable> variables) {
        variables.forEach(
                variable -> sums.put(variable, runtime.variable("accumulated." + variable.name(), variable.shape())));
    }

    /** Adds a step's gradients; returns them with the sums in place of those of this object's variables. */
    public List<Gradient> add(StepScope scope, List<Gradient> gradients) {
        List<Gradient> seen = new ArrayList<>();
        for (Gradient gradient : gradients) {
            Variable sum = sums.get(gradient.variable());
            if (sum == null) {
                seen.add(gradient);
            } else {
                PtNDArray rows = scope.rows(sum, gradient.fromRow(), gradient.toRow());
                JniUtils.addi(rows, gradient.tensor().array());
                seen.add(new Gradient(
                        gradient.variable(), gradient.fromRow(), gradient.toRow(), new Tensor(scope, rows)));
            }
        }
        return seen;
    }

    /** The sums, to be saved and restored. */
    public List<Variable> state() {
        return List.copyOf(sums.values());
    }
}
