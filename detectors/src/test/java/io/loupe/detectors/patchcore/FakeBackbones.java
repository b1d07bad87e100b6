package io.loupe.detectors.patchcore;

import io.loupe.detectors.backbone.Backbone;
import io.loupe.detectors.engine.Formula;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.engine.Variable;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.weights.WeightsLibrary;
import java.util.List;

/** Two convolutions with weights by formula under the names of a real backbone; a grid of size / 4 and one of size / 8. */
final class FakeBackbones implements BackboneSource {
    private static final String FINE = "fake.fine";
    private static final String COARSE = "fake.coarse";

    @Override
    public Backbone open(TensorRuntime runtime, Member member, WeightsLibrary weights) {
        int salt = member.backbone().hashCode() & 0xFF;
        return new Fake(
                member,
                runtime.variable(FINE, Formula.values(salt, 5 * 3 * 16, 0.4, 0), 5, 3, 4, 4),
                runtime.variable(COARSE, Formula.values(salt + 1, 7 * 5 * 4, 0.4, 0), 7, 5, 2, 2));
    }

    @Override
    public Backbone stored(TensorRuntime runtime, Member member, SafeTensors model, String place) {
        return new Fake(member, variable(runtime, model, place + FINE), variable(runtime, model, place + COARSE));
    }

    private static Variable variable(TensorRuntime runtime, SafeTensors model, String name) {
        var stored = model.tensors().get(name);
        return runtime.variable(name, stored.values(), stored.shape());
    }

    private record Fake(Member member, Variable fine, Variable coarse) implements Backbone {
        @Override
        public String name() {
            return member.backbone();
        }

        @Override
        public List<String> layers() {
            return member.layers();
        }

        @Override
        public List<Integer> channels() {
            return List.of(5, 7).subList(0, layers().size());
        }

        @Override
        public List<Tensor> features(StepScope scope, Tensor images) {
            Tensor first = images.conv2d(scope.constant(fine), 4, 0, 1).relu();
            Tensor second = first.conv2d(scope.constant(coarse), 2, 0, 1);
            return List.of(first, second).subList(0, layers().size());
        }

        @Override
        public List<Variable> weights() {
            return List.of(fine, coarse);
        }
    }

    /** A backbone that gives the same maps whatever it is shown. */
    record Fixed(List<String> layers, List<float[]> values, List<long[]> shapes) implements Backbone {
        @Override
        public String name() {
            return "fixed";
        }

        @Override
        public List<Integer> channels() {
            return shapes.stream().map(shape -> (int) shape[1]).toList();
        }

        @Override
        public List<Tensor> features(StepScope scope, Tensor images) {
            return java.util.stream.IntStream.range(0, layers.size())
                    .mapToObj(i -> scope.tensor(values.get(i), shapes.get(i)))
                    .toList();
        }

        @Override
        public List<Variable> weights() {
            return List.of();
        }
    }
}
