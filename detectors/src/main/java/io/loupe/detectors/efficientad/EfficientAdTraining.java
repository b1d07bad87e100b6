package io.loupe.detectors.efficientad;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.StepReport;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.efficientad.EfficientAdSettings.MapNormalisation;
import io.loupe.detectors.engine.Adam;
import io.loupe.detectors.engine.Gradient;
import io.loupe.detectors.engine.NativeFailures;
import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.training.BegunThreads;
import io.loupe.detectors.training.CheckpointParts;
import io.loupe.detectors.training.FiniteStep;
import io.loupe.detectors.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A training in three phases, all of whose pieces are steps: a step for each training image gathers the teacher's channel
 * statistics, then come the steps of training proper, then one for each validation image gathers what the maps' scales
 * are made of. Each step is a function of the state, the seed and the step's number.
 */
final class EfficientAdTraining implements Training {
    private static final Logger LOG = LoggerFactory.getLogger(EfficientAdTraining.class);

    private static final String NO_PENALTY =
            "penaltyImages is empty: the student is not kept from imitating the teacher outside the training images. In the"
                    + " paper that costs 0.4 points of mean AUROC; name a folder of pictures to avoid it.";

    /** Share of the training steps after which the learning rate falls to a tenth. */
    private static final double FULL_RATE = 0.95;

    private final EfficientAdSettings settings;
    private final InputPictures images;
    private final InputPictures validation;
    private final TensorRuntime runtime;
    private final EfficientAdNetwork network;
    private final Manner manner;
    private final byte[] teacher;
    private final FeatureCache cache;
    private final Ahead<StepInputs> inputs;
    private final StepLoss loss;
    private final Adam adam;
    private final ChannelStatistics statistics;
    private final MapScales scales;
    private long step;

    EfficientAdTraining(TrainingInput input, EfficientAdSettings settings) {
        this(input, settings, Widths.of(settings.size()), HardFeatureLoss.Route.SPARSE);
    }

    EfficientAdTraining(TrainingInput input, EfficientAdSettings settings, Widths widths, HardFeatureLoss.Route route) {
        this.settings = settings;
        ValidationSplit split = ValidationSplit.of(input, settings.validationShare());
        this.images = new InputPictures(split.training(), settings.imageWidth(), settings.imageHeight());
        this.validation = new InputPictures(split.validation(), settings.imageWidth(), settings.imageHeight());
        Optional<PenaltyImages> penalties = penalties(settings);
        Optional<CheckpointState> from = input.resumeFrom();
        Optional<Manner> begun = from.map(state -> Manner.read(CheckpointParts.read(state, Parts.OPTIMIZER)));
        String penalty = penalties.map(PenaltyImages::fingerprint).orElse("");
        begun.ifPresent(before -> {
            PenaltyImages.requireSame(before.penalty(), penalty);
            before.requireSameOutputs(settings);
        });
        SafeTensors teacherWeights = from.map(state -> CheckpointParts.read(state, Parts.TEACHER))
                .orElseGet(() -> TeacherFile.read(
                        teacher(input, settings.teacher()),
                        settings.size(),
                        PdnLayer.of(settings.size(), widths, widths.features())));
        this.teacher = SafeTensors.write(
                teacherWeights.metadata(), teacherWeights.tensors().values());

        this.runtime = new TensorRuntime(
                begun.map(before -> before.threads().on(input.compute())).orElse(input.compute()));
        try {
            this.manner = begun.orElseGet(() -> new Manner(
                    new BegunThreads(input.compute().threads()),
                    Arithmetic.on(runtime, settings.precision()),
                    penalty,
                    Manner.outputs(settings)));
            this.network = new EfficientAdNetwork(
                    runtime,
                    settings,
                    widths,
                    teacherWeights,
                    from.map(state -> Parameters.stored(runtime, CheckpointParts.read(state, CheckpointState.WEIGHTS)))
                            .orElseGet(() -> Parameters.fresh(runtime, input.seed())),
                    manner.arithmetic());
            this.loss = new StepLoss(
                    network,
                    new HardFeatureLoss(
                            settings.rows(),
                            settings.columns(),
                            network.features(),
                            settings.hardQuantile(),
                            network.student(),
                            route));
            this.adam = new Adam(runtime, network.trainable(), settings.learningRate(), settings.weightDecay());
            from.ifPresent(state -> {
                SafeTensors moments = CheckpointParts.read(state, Parts.OPTIMIZER);
                adam.state().forEach(variable -> Parameters.restore(variable, moments));
            });
            Optional<SafeTensors> stored = from.map(state -> CheckpointParts.read(state, Parts.STATISTICS));
            this.statistics = stored.map(part -> new ChannelStatistics("teacher", part, network.features()))
                    .orElseGet(() -> new ChannelStatistics("teacher", network.features()));
            MapScales measured =
                    stored.map(part -> new MapScales(settings, part)).orElseGet(() -> new MapScales(settings));
            long reached = from.map(CheckpointState::step).orElse(0L);
            long trained = reached - measured.images(validation.count());
            // A fork with more steps goes on where training proper ended; maps of the weights so far are of no use to
            // it.
            boolean goesOn = trained < trainingEnd();
            this.step = goesOn ? trained : reached;
            this.scales = goesOn ? new MapScales(settings) : measured;
            if (step > images.count()) {
                network.normaliseWith(statistics);
            }
            this.cache =
                    new FeatureCache(images.count(), network.features() * network.positions(), settings.teacherCache());
            int dropout = network.autoencoder().map(Autoencoder::dropoutSize).orElse(0);
            StepInputs.Source source = new StepInputs.Source(settings, input.seed(), images, penalties, dropout);
            this.inputs = new Ahead<>(source::of, settings.steps());
        } catch (RuntimeException e) {
            runtime.close();
            throw NativeFailures.classified(e);
        }
        LOG.info(
                "{} images train and {} set the maps' scale; {} by {} pixels give {} by {} outputs; {}",
                images.count(),
                validation.count(),
                settings.imageWidth(),
                settings.imageHeight(),
                settings.columns().cells(),
                settings.rows().cells(),
                manner.arithmetic().stored());
    }

    private static Weights teacher(TrainingInput input, String name) {
        try {
            return input.weights().load(name);
        } catch (DetectorException missing) {
            throw missing.kind() == Kind.USER
                    ? missing.advising("Or train a teacher of your own with pdn-distillation, and name it here.")
                    : missing;
        }
    }

    private static Optional<PenaltyImages> penalties(EfficientAdSettings settings) {
        if (settings.penaltyImages().isBlank()) {
            LOG.warn(NO_PENALTY);
            return Optional.empty();
        }
        return Optional.of(new PenaltyImages(settings.penaltyImages()));
    }

    @Override
    public List<String> notices() {
        return settings.penaltyImages().isBlank() ? List.of(NO_PENALTY) : List.of();
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public long totalSteps() {
        return trainingEnd() + (settings.mapNormalisation() == MapNormalisation.NONE ? 0 : validation.count());
    }

    /** The step after the last one of training proper. */
    private long trainingEnd() {
        return (long) images.count() + settings.steps();
    }

    @Override
    public StepReport advance() {
        if (step >= totalSteps()) {
            throw new IllegalStateException("all " + totalSteps() + " steps are done");
        }
        try {
            StepReport report = step < images.count()
                    ? gatherStatistics((int) step)
                    : step < trainingEnd() ? train(step - images.count()) : gatherMaps((int) (step - trainingEnd()));
            step++;
            return report;
        } catch (RuntimeException e) {
            throw NativeFailures.classified(e);
        }
    }

    private StepReport gatherStatistics(int image) {
        statistics.addChannelsLast(teacherFeatures(image));
        return new StepReport(step + 1, 1, Map.of("statistics/images", image + 1.0));
    }

    private StepReport train(long index) {
        if (index == 0) {
            network.normaliseWith(statistics);
        }
        StepInputs made = inputs.get(index);
        float[] features = teacherFeatures(made.chosen());
        FiniteStep finite = new FiniteStep(step, manner.arithmetic().bfloat16() ? "precision float32" : "");
        try (StepScope scope = runtime.training()) {
            Map<String, Double> terms = loss.backward(scope, made, features);
            finite.requireTerms(terms);
            List<Gradient> gradients = scope.gradients();
            finite.requireGradients(gradients);

            // Only from here on the state changes.
            double rate = learningRate(index);
            adam.update(scope, gradients, index + 1, rate);
            if (step + 1 == totalSteps()) {
                scales.settle();
            }
            return report(made.count(), terms, rate);
        }
    }

    private StepReport gatherMaps(int image) {
        float[] input = normalised(validation, image);
        try (StepScope scope = runtime.inference()) {
            List<float[]> maps =
                    network.maps(scope, network.images(scope, input)).getFirst();
            scales.add(maps, image == validation.count() - 1);
        }
        return new StepReport(step + 1, 1, Map.of("normalisation/images", image + 1.0));
    }

    private double learningRate(long index) {
        return index < (long) (FULL_RATE * settings.steps()) ? settings.learningRate() : settings.learningRate() / 10;
    }

    private StepReport report(int count, Map<String, Double> terms, double rate) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(
                "train/loss",
                terms.values().stream().mapToDouble(Double::doubleValue).sum());
        terms.forEach((name, value) -> metrics.put("train/loss/" + name, value));
        metrics.put("train/learning_rate", rate);
        return new StepReport(step + 1, count, metrics);
    }

    /** Of several training images, one after the other. */
    private float[] teacherFeatures(int[] chosen) {
        if (chosen.length == 1) {
            return teacherFeatures(chosen[0]);
        }
        int size = network.features() * network.positions();
        float[] all = new float[chosen.length * size];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(teacherFeatures(chosen[i]), 0, all, i * size, size);
        }
        return all;
    }

    private float[] teacherFeatures(int image) {
        return cache.get(image, () -> network.teacherFeatures(runtime, normalised(images, image)));
    }

    private static float[] normalised(InputPictures pictures, int image) {
        byte[] samples = pictures.samples(image);
        float[] values = new float[samples.length];
        ImageNet.normalise(samples, values, 0);
        return values;
    }

    @Override
    public CheckpointState save() {
        List<HostTensor> gathered = new ArrayList<>(statistics.stored());
        gathered.addAll(scales.stored());
        return new CheckpointState(
                step,
                Map.of(
                        CheckpointState.WEIGHTS,
                        SafeTensors.write(Map.of(), network.trainable()),
                        Parts.TEACHER,
                        teacher,
                        Parts.STATISTICS,
                        SafeTensors.write(
                                Map.of("arithmetic", manner.arithmetic().stored()), gathered),
                        Parts.OPTIMIZER,
                        SafeTensors.write(manner.stored(), adam.state())));
    }

    /** Arrays in native memory between steps. */
    int liveArrays() {
        return runtime.liveArrays();
    }

    @Override
    public void close() {
        inputs.close();
        cache.close();
        runtime.close();
    }
}
