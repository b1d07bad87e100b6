package io.loupe.detectors.vtadl;

import io.loupe.detectors.CheckpointState;
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
import io.loupe.detectors.training.BegunThreads;
import io.loupe.detectors.training.CheckpointParts;
import io.loupe.detectors.training.FiniteStep;
import io.loupe.detectors.vtadl.TrainingImages.Batch;
import io.loupe.detectors.vtadl.TrainingLoss.Pass;
import io.loupe.detectors.vtadl.VtAdlSettings.Mode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A training of VT-ADL: each step is a function of the state, the seed and the step's number. */
final class VtAdlTraining implements Training {
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
        input.requireTrainGood();
        this.settings = settings;
        this.seed = input.seed();
        this.images = new TrainingImages(
                input.trainGood(),
                new Preprocessing(settings.imageSize(), settings.crop()),
                settings.batchSize(),
                seed);
        var weights = input.resumeFrom().map(state -> CheckpointParts.read(state, CheckpointState.WEIGHTS));
        var optimizer = input.resumeFrom().map(state -> CheckpointParts.read(state, CheckpointState.OPTIMIZER));
        this.runtime = new TensorRuntime(optimizer
                .map(BegunThreads::read)
                .map(begun -> begun.on(input.compute()))
                .orElse(input.compute()));
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
        FiniteStep finite = new FiniteStep(step, settings.mode() == Mode.FAITHFUL ? "mode corrected" : "");
        try (StepScope scope = runtime.training()) {
            Pass pass = loss.pass(scope, tensor(scope, batch), noise(scope, batch), beta());
            finite.requireTerms(pass.terms());
            scope.backward(pass.surrogate());
            List<Gradient> gradients = scope.gradients();
            finite.requireGradients(gradients);

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
                                        BegunThreads.KEY,
                                        new BegunThreads(runtime.compute().threads()).stored()),
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

    @Override
    public void close() {
        runtime.close();
    }
}
