package io.loupe.detectors.efficientad;

import io.loupe.detectors.engine.ScriptFunction;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * The hard feature loss (arXiv 2303.14535, section 3.2): the mean of an image's squared errors that are not below their
 * quantile. It is the mean of a known number of the largest ones: 1,205 of the 1,204,224 errors at 256 pixels.
 *
 * <p>So nearly all of the tail's gradient is zero. {@link Route#SPARSE} finds the largest errors without recording, then
 * computes just the positions that hold them once more, as rows of a matrix product, and records that: its backward pass
 * has a few hundred positions where the {@link Route#DENSE} one has all 3,136.
 */
final class HardFeatureLoss {
    /** How it is computed; both are the same mathematics. */
    enum Route {
        DENSE,
        SPARSE
    }

    private static final int WINDOW = 4;

    /** Errors of neighbouring channels that are looked at as one. */
    private static final int BLOCK = 32;

    private final int rows;
    private final int columns;
    private final int features;
    private final long count;
    private final ScriptFunction dense;
    private final ScriptFunction sparse;
    private final Route route;

    /**
     * @param quantile share of errors left out; 0 for the plain mean, which is always computed densely
     * @param route the way to take where both lead
     */
    HardFeatureLoss(Geometry rows, Geometry columns, int features, double quantile, Pdn student, Route route) {
        this.rows = rows.cells();
        this.columns = columns.cells();
        this.features = features;
        long errors = (long) features * this.rows * this.columns;
        this.count = count(errors, quantile);
        this.dense = count == errors
                ? ScriptFunction.of("mean_square", "target, y", "torch.mse_loss(y, target, 1)")
                : new ScriptFunction("hard_dense", List.of("target", "y"), """
                        d = torch.reshape(torch.square(torch.sub(target, y)), [-1, %d])
                        largest, places, = torch.topk(d, %d, 1, True, False)
                        return torch.mean(largest)
                        """.formatted(errors, count));
        this.sparse = sparse(student);
        this.route = count == errors ? Route.DENSE : route;
    }

    /**
     * How many errors are not below their quantile, when that lies between two as by linear interpolation.
     *
     * @param quantile as written in decimals, such as 0.999
     */
    static long count(long errors, double quantile) {
        return errors
                - BigDecimal.valueOf(quantile)
                        .multiply(BigDecimal.valueOf(errors - 1))
                        .setScale(0, RoundingMode.CEILING)
                        .longValueExact();
    }

    /**
     * The loss, a mean over images, whose gradients are added to the student's.
     *
     * @param student the outputs that imitate the teacher
     * @param images shape (N, 3, H, W), ImageNet-normalised
     * @param target normalised teacher features, shape (N, features, cells, cells)
     */
    double backward(StepScope scope, Pdn.Head student, Tensor images, Tensor target) {
        if (route == Route.DENSE) {
            PdnPass pass = student.pass(scope, images);
            Tensor features = scope.cut(pass.output());
            Tensor loss = scope.call(dense, target, features);
            scope.backward(loss);
            pass.backward(scope.gradientAt(features));
            return loss.value();
        }
        PdnPass trunk = student.trunkPass(scope, images);
        Tensor tailInput = scope.cut(trunk.output());
        List<Tensor> tail = student.cutTail(scope);
        List<Tensor> arguments = new ArrayList<>(List.of(tailInput, target, offsets(scope)));
        arguments.addAll(tail);
        Tensor loss = scope.call(sparse, arguments.toArray(Tensor[]::new));
        scope.backward(loss);
        student.addTailGradients(scope, tail);
        trunk.backward(scope.gradientAt(tailInput));
        return loss.value();
    }

    /** From a position of the tail's output to the 16 positions of its window in the trunk's, as flat indices. */
    private Tensor offsets(StepScope scope) {
        float[] offsets = new float[WINDOW * WINDOW];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = i / WINDOW * (columns + WINDOW - 1) + i % WINDOW;
        }
        return scope.tensor(offsets, offsets.length);
    }

    /**
     * The tail is one layer with a window of 4 x 4 and, in PDN-M, a ReLU and one with a window of 1. Rounding apart, the
     * recomputed outputs are those that were looked at.
     */
    private ScriptFunction sparse(Pdn student) {
        boolean two = student.hasTwoTailLayers();
        Script script = new Script(student.arithmetic(), "trunk", "target", "offsets");
        String weight = script.parameter("w0");
        String bias = script.parameter("b0");
        List<String> second = two ? List.of(script.parameter("w1"), script.parameter("b1")) : List.of();

        // Look at all outputs, recording nothing.
        String seen = script.conv("torch.detach(trunk)", detached(weight), detached(bias), 1, 0);
        if (two) {
            seen = script.conv(script.relu(seen), detached(second.get(0)), detached(second.get(1)), 1, 0);
        }
        String errors = script.let("torch.square(torch.sub(target, %s))", script.float32(seen));
        String largest = largest(script, script.let("torch.permute(%s, [0, 2, 3, 1])", errors));
        String channel = script.let("torch.reshape(torch.remainder(%s, %d), [-1])", largest, features);
        String inImage = script.let("torch.floor_divide(%s, %d)", largest, features);
        String image = script.let(
                "torch.unsqueeze(torch.arange(torch.size(%s, 0), dtype=4, layout=None, device=ops.prim.device(%s),"
                        + " pin_memory=None), 1)",
                inImage, inImage);
        String all = script.let(
                "torch.reshape(torch.add(%s, torch.mul(%s, %d), alpha=1), [-1])", inImage, image, rows * columns);

        // Each position once, whatever the number of its large errors; sorted, so that sums have one order on
        // processors.
        // On GPUs the backward pass of index_select adds where windows overlap, in any order.
        script.line("position, which, times, = torch._unique2(%s, True, True, False)", all);
        int wide = columns + WINDOW - 1;
        String column = script.let("torch.remainder(position, %d)", columns);
        String row = script.let("torch.remainder(torch.floor_divide(position, %d), %d)", columns, rows);
        String picture = script.let("torch.floor_divide(position, %d)", rows * columns);
        String corner = script.let(
                "torch.add(torch.add(torch.mul(%s, %d), torch.mul(%s, %d), alpha=1), %s, alpha=1)",
                picture, (rows + WINDOW - 1) * wide, row, wide, column);
        String windows = script.let(
                "torch.reshape(torch.add(torch.unsqueeze(%s, 1), torch.to(offsets, 4), alpha=1), [-1])", corner);
        String inputs = script.let("torch.size(trunk, 1)");
        String lines = script.let("torch.reshape(torch.permute(trunk, [0, 2, 3, 1]), [-1, %s])", inputs);
        String patches = script.let(
                "torch.reshape(torch.index_select(%s, 0, %s), [torch.size(position, 0), -1])", lines, windows);
        String matrix =
                script.let("torch.reshape(torch.permute(%s, [0, 2, 3, 1]), [torch.size(%s, 0), -1])", weight, weight);
        String outputs = script.let("torch.addmm(%s, %s, torch.t(%s), beta=1, alpha=1)", bias, patches, matrix);
        if (two) {
            String flat = script.let("torch.flatten(%s, 1, 3)", second.get(0));
            outputs = script.let(
                    "torch.addmm(%s, %s, torch.t(%s), beta=1, alpha=1)", second.get(1), script.relu(outputs), flat);
        }
        String ours = script.let(
                "torch.index_select(torch.reshape(%s, [-1]), 0, torch.add(torch.mul(which, %d), %s, alpha=1))",
                script.float32(outputs), features, channel);
        String theirs = script.let(
                "torch.index_select(torch.reshape(torch.permute(target, [0, 2, 3, 1]), [-1]), 0,"
                        + " torch.add(torch.mul(%s, %d), %s, alpha=1))",
                all, features, channel);
        return script.function("hard_sparse", "torch.mse_loss(%s, %s, 1)".formatted(ours, theirs));
    }

    /**
     * Indices of each image's largest errors. With many more errors than are wanted they are looked for in blocks: the
     * largest ones are in as many blocks as they are, those with the largest maxima.
     *
     * @param errors shape (N, rows, columns, features)
     */
    private String largest(Script script, String errors) {
        int size = BigInteger.valueOf(features).gcd(BigInteger.valueOf(BLOCK)).intValue();
        int blocks = rows * columns * features / size;
        if (blocks <= 2 * count) {
            return script.let(
                    "(torch.topk(torch.reshape(%s, [-1, %d]), %d, 1, True, False))[1]", errors, blocks * size, count);
        }
        String all = script.let("torch.reshape(%s, [-1, %d, %d])", errors, blocks, size);
        String block = script.let("(torch.topk(torch.amax(%s, [2], False), %d, 1, True, False))[1]", all, count);
        String candidates =
                script.let("torch.gather(%s, 1, torch.expand(torch.unsqueeze(%s, 2), [-1, -1, %d]))", all, block, size);
        String place = script.let(
                "(torch.topk(torch.reshape(%s, [-1, %d]), %d, 1, True, False))[1]", candidates, count * size, count);
        return script.let(
                "torch.add(torch.mul(torch.gather(%s, 1, torch.floor_divide(%s, %d)), %d),"
                        + " torch.remainder(%s, %d), alpha=1)",
                block, place, size, size, place, size);
    }

    private static String detached(String tensor) {
        return "torch.detach(" + tensor + ")";
    }
}
