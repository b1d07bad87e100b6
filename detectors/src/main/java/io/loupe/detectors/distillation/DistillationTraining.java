package io.loupe.detectors.distillation;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.StepReport;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.distillation.DistillationSettings.OutOfMemory;
import io.loupe.detectors.efficientad.Ahead;
import io.loupe.detectors.efficientad.ChannelStatistics;
import io.loupe.detectors.efficientad.FeatureCache;
import io.loupe.detectors.engine.Adam;
import io.loupe.detectors.engine.Gradient;
import io.loupe.detectors.engine.NativeFailures;
import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.training.CheckpointParts;
import io.loupe.detectors.training.FiniteStep;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A training in two phases, all of whose pieces are steps: the first gather the features' channel statistics, a batch of
 * images each, then come the steps of training proper. Each step is a function of the state, the seed and the step's number.
 */
final class DistillationTraining implements Training {
    private static final Logger LOG = LoggerFactory.getLogger(DistillationTraining.class);

    private final DistillationSettings settings;
    private final Workbench bench;
    private final FeatureCache cache;
    private final PictureSource source;
    private final Ahead<List<Picture>> pictures;
    private final Adam adam;
    private Optional<Normalisation> normalisation = Optional.empty();
    private long step;

    DistillationTraining(TrainingInput input, DistillationSettings settings, BackboneSource backbones) {
        this.settings = settings;
        this.bench = Workbench.open(input, settings, backbones);
        try {
            Optional<CheckpointState> from = input.resumeFrom();
            this.adam = new Adam(
                    bench.runtime(), bench.student().variables(), settings.learningRate(), settings.weightDecay());
            from.ifPresent(state -> {
                SafeTensors moments = CheckpointParts.read(state, CheckpointState.OPTIMIZER);
                adam.state().forEach(variable -> Parameters.restore(variable, moments));
            });
            this.step = from.map(CheckpointState::step).orElse(0L);
            ImageSet images = bench.images();
            int cells = TargetFeatures.cells(settings);
            this.cache = new FeatureCache(
                    images.trainingCount(), TargetFeatures.CHANNELS * cells * cells, settings.featureCache());
            this.source = new PictureSource(settings, input.seed(), images, cache.slots());
            this.pictures = new Ahead<>(source::of, totalSteps());
            LOG.info(
                    "{} images train and {} are held out; {} by {} positions; {}",
                    images.trainingCount(),
                    images.heldOutCount(),
                    cells,
                    cells,
                    bench.manner().arithmetic().stored());
        } catch (RuntimeException e) {
            bench.close();
            throw NativeFailures.classified(e);
        }
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public long totalSteps() {
        return (long) source.statisticsSteps() + settings.steps();
    }

    @Override
    public List<String> notices() {
        return settings.images().isBlank()
                ? List.of(
                        ("The teacher learns from the category's %,d training images alone: of anything that does not look"
                                        + " like them its features will mean little. Name a folder of many pictures in images to avoid"
                                        + " it.")
                                .formatted(bench.images().trainingCount()))
                : List.of();
    }

    @Override
    public StepReport advance() {
        if (step >= totalSteps()) {
            throw new IllegalStateException("all " + totalSteps() + " steps are done");
        }
        try {
            List<Picture> seen = pictures.get(step);
            StepReport report = step < source.statisticsSteps()
                    ? gatherStatistics(seen)
                    : train(seen, step - source.statisticsSteps());
            step++;
            return report;
        } catch (RuntimeException e) {
            throw NativeFailures.classified(e);
        }
    }

    @Override
    public Optional<String> lighter() {
        if (settings.outOfMemory() == OutOfMemory.FAIL) {
            return Optional.empty();
        }
        OptionalInt now = bench.student().halvePass();
        return now.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        ("The device had too little memory for step %,d; from there on %d of a step's %d images go"
                                        + " through the network at once. The weights are the same but for rounding.")
                                .formatted(step + 1, now.getAsInt(), settings.batchSize()));
    }

    private StepReport gatherStatistics(List<Picture> seen) {
        // All of them before any is counted: a picture that cannot be read leaves the state as it was.
        List<float[]> features = seen.stream().map(this::features).toList();
        ChannelStatistics statistics = bench.statistics();
        features.forEach(statistics::add);
        return new StepReport(step + 1, seen.size(), Map.of("statistics/images", (double) statistics.images()));
    }

    private StepReport train(List<Picture> seen, long index) {
        if (normalisation.isEmpty()) {
            normalisation = Optional.of(bench.normalisation(settings));
        }
        Normalisation norm = normalisation.get();
        List<float[]> targets =
                seen.stream().map(picture -> norm.apply(features(picture))).toList();
        try (StepScope scope = bench.runtime().training()) {
            double loss = bench.student()
                    .backward(scope, seen.stream().map(Picture::student).toList(), targets);
            FiniteStep finite = new FiniteStep(step, bench.manner().arithmetic().bfloat16() ? "precision float32" : "");
            finite.requireLoss(loss);
            List<Gradient> gradients = scope.gradients();
            finite.requireGradients(gradients);

            // Only from here on the state changes.
            adam.update(scope, gradients, index + 1);
            return new StepReport(
                    step + 1, seen.size(), Map.of("train/loss", loss, "train/learning_rate", settings.learningRate()));
        }
    }

    /** Not normalised; of pictures in colour computed once, as far as the cache reaches. */
    private float[] features(Picture picture) {
        return picture.grey()
                ? bench.targets().of(picture.backbone().get())
                : cache.get(picture.index(), () -> bench.targets()
                        .of(picture.backbone().get()));
    }

    @Override
    public CheckpointState save() {
        return new CheckpointState(
                step,
                Map.of(
                        CheckpointState.WEIGHTS,
                        SafeTensors.write(Map.of(), bench.student().variables()),
                        Workbench.STATISTICS,
                        SafeTensors.write(
                                bench.manner().stored(), bench.statistics().stored()),
                        CheckpointState.OPTIMIZER,
                        SafeTensors.write(Map.of(), adam.state())));
    }

    /** Arrays in native memory between steps. */
    int liveArrays() {
        return bench.runtime().liveArrays();
    }

    @Override
    public void close() {
        pictures.close();
        cache.close();
        bench.close();
    }
}
