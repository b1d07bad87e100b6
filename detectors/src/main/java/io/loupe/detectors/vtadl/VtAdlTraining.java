package io.loupe.detectors.vtadl;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.StepReport;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.engine.Adam;
import io.loupe.detectors.engine.CounterRandom;
import io.loupe.detectors.engine.Gradient;
import io.loupe.detectors.engine.GradientSums;
import io.loupe.detectors.engine.NativeFailures;
import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.engine.Variable;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.vtadl.TrainingImages.Batch;
import io.loupe.detectors.vtadl.TrainingLoss.Pass;
import io.loupe.detectors.vtadl.VtAdlSettings.Mode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A training of VT-ADL: each step is a function of the state, the seed and the step's number. */
final class VtAdlTraining implements Training {
    private static final Logger LOG = LoggerFactory.getLogger(VtAdlTraining.class);

    private static final String THREADS = "threads";

    private final VtAdlSettings settings;
    private final long seed;
    private final TrainingImages images;
    private final TensorRuntime runtime;
    private final VtAdlNetwork network;
    private final TrainingLoss loss;
    private final Adam adam;
    private final GradientSums neverCleared;
    private long step;

    VtAdlTraining(TrainingInput input, VtAdlSettings settings) {
        if (input.trainGood().isEmpty()) {
            throw new DetectorException(
                    Kind.DATA, "there are no good training images", "train", "add images to the training split");
        }
        this.settings = settings;
        this.seed = input.seed();
        this.images = new TrainingImages(
                input.trainGood(),
                new Preprocessing(settings.imageSize(), settings.crop()),
                settings.batchSize(),
                seed);
        var weights = input.resumeFrom().map(state -> read(state, CheckpointState.WEIGHTS));
        var optimizer = input.resumeFrom().map(state -> read(state, CheckpointState.OPTIMIZER));
        this.runtime = new TensorRuntime(
                optimizer.map(stored -> recorded(stored, input.compute())).orElse(input.compute()));
        try {
            this.network = new VtAdlNetwork(
                    weights.map(stored -> Parameters.stored(runtime, stored))
                            .orElseGet(() -> Parameters.fresh(runtime, seed)),
                    settings);
            this.loss = new TrainingLoss(settings, network);
            this.adam = new Adam(runtime, network.trainable(), settings.learningRate(), settings.weightDecay());
            this.neverCleared = new GradientSums(
                    runtime,
                    settings.mode() == Mode.FAITHFUL ? network.density().variables() : List.of());
            optimizer.ifPresent(stored -> optimizerState().forEach(variable -> Parameters.restore(variable, stored)));
            this.step = input.resumeFrom().map(CheckpointState::step).orElse(0L);
        } catch (RuntimeException e) {
            runtime.close();
            throw NativeFailures.classified(e);
        }
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public long totalSteps() {
        return (long) settings.epochs() * images.stepsPerEpoch();
    }

    @Override
    public StepReport advance() {
        if (step >= totalSteps()) {
            throw new IllegalStateException("all " + totalSteps() + " steps are done");
        }
        Batch batch = images.batch(step);
        try {
            Pass pass = train(batch);
            network.positions().ifPresent(positions -> calibrate(positions, batch));
            step++;
            return report(batch, pass);
        } catch (RuntimeException e) {
            throw NativeFailures.classified(e);
        }
    }

    private Pass train(Batch batch) {
        try (StepScope scope = runtime.training()) {
            Pass pass = loss.pass(scope, tensor(scope, batch), noise(scope, batch), beta());
            requireFinite(pass);
            scope.backward(pass.surrogate());
            List<Gradient> gradients = scope.gradients();
            requireFinite(gradients);

            // Only from here on the state changes.
            adam.update(scope, neverCleared.add(scope, gradients), step + 1);
            pass.updates()
                    .forEach(update -> update.variable().set(update.value().values()));
            return pass;
        }
    }

    /** In the last epoch every image is scored once, right after the step that it was in. */
    private void calibrate(PositionStatistics positions, Batch batch) {
        long first = totalSteps() - images.stepsPerEpoch();
        if (step < first) {
            return;
        }
        if (step == first) {
            positions.clear();
        }
        try (StepScope scope = runtime.inference()) {
            positions.add(network.patchScores(scope, tensor(scope, batch)).values());
        }
    }

    private Tensor tensor(StepScope scope, Batch batch) {
        return scope.tensor(batch.values(), batch.count(), 3, settings.imageSize(), settings.imageSize());
    }

    private Tensor noise(StepScope scope, Batch batch) {
        int width = settings.network().width();
        float[] values =
                new CounterRandom(seed, "noise", step).normal(batch.count() * VisionTransformer.PATCHES * width, 1);
        return scope.tensor(values, batch.count(), VisionTransformer.PATCHES, width);
    }

    /** The divergence's weight at this step: rises from 0 over the first steps. */
    private double beta() {
        double rise = settings.vae().warmUp() * totalSteps();
        return settings.vae().beta() * (step < rise ? step / rise : 1);
    }

    private StepReport report(Batch batch, Pass pass) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("train/loss", pass.loss());
        pass.terms().forEach((name, value) -> metrics.put("train/loss/" + name, value));
        metrics.put("train/learning_rate", settings.learningRate());
        return new StepReport(step, batch.count(), metrics);
    }

    private void requireFinite(Pass pass) {
        pass.terms().forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw numerics("the loss term " + name + " is " + value, "train/loss/" + name);
            }
        });
    }

    private void requireFinite(List<Gradient> gradients) {
        for (Gradient gradient : gradients) {
            if (!gradient.isFinite()) {
                throw numerics("the gradient is not finite", gradient.variable().name());
            }
        }
    }

    private DetectorException numerics(String what, String place) {
        return new DetectorException(
                Kind.NUMERICS,
                what + " at step " + (step + 1),
                place,
                "resuming repeats the same steps from step " + step
                        + "; edit the experiment and run it again with a lower learning rate"
                        + (settings.mode() == Mode.FAITHFUL ? " or with mode corrected" : ""));
    }

    @Override
    public CheckpointState save() {
        return new CheckpointState(
                step,
                Map.of(
                        CheckpointState.WEIGHTS,
                        SafeTensors.write(Map.of(), network.state()),
                        CheckpointState.OPTIMIZER,
                        SafeTensors.write(
                                Map.of(
                                        THREADS,
                                        Integer.toString(runtime.compute().threads())),
                                optimizerState())));
    }

    private List<Variable> optimizerState() {
        List<Variable> state = new ArrayList<>(adam.state());
        state.addAll(neverCleared.state());
        return state;
    }

    /** Arrays in native memory between steps. */
    int liveArrays() {
        return runtime.liveArrays();
    }

    static SafeTensors read(CheckpointState state, String part) {
        byte[] bytes = state.parts().get(part);
        if (bytes == null) {
            throw new DetectorException(
                    Kind.DATA,
                    "the checkpoint of step " + state.step() + " has no such part",
                    part,
                    "go back to an earlier checkpoint");
        }
        return SafeTensors.read(bytes, part);
    }

    /** A training keeps the number of threads it began with: another number gives other bits. */
    private static Compute recorded(SafeTensors optimizer, Compute offered) {
        String threads = optimizer.metadata().getOrDefault(THREADS, "");
        if (!threads.matches("[1-9]\\d{0,3}")) {
            throw new DetectorException(
                    Kind.DATA,
                    "\"" + threads + "\" is not a number of threads",
                    CheckpointState.OPTIMIZER,
                    "go back to an earlier checkpoint");
        }
        if (Integer.parseInt(threads) != offered.threads()) {
            LOG.info("going on with {} threads as begun, not {}", threads, offered.threads());
        }
        return new Compute(offered.device(), Integer.parseInt(threads));
    }

    @Override
    public void close() {
        runtime.close();
    }
}
