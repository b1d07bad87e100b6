package io.loupe.detectors.patchcore;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.StepReport;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.engine.NativeFailures;
import io.loupe.detectors.image.Images;
import io.loupe.detectors.patchcore.Phases.Phase;
import io.loupe.detectors.patchcore.Phases.Place;
import io.loupe.detectors.training.BegunThreads;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * A training of PatchCore. A checkpoint holds what is finished, what is selected, and every pool patch's distance to the
 * selection (4 bytes each), but not the pool: the first step after resuming fills that again, at the cost of the images so
 * far going through the backbone once more. Nothing is selected twice.
 */
final class PatchCoreTraining implements Training {
    /** The part that holds the backbones' weights. */
    static final String BACKBONE = "backbone";

    private final PatchCoreSettings settings;
    private final TrainingInput input;
    private final Compute compute;
    private final BackboneSource source;
    private final Networks networks;
    private final Phases phases;
    private final List<Path> rangeImages;
    private final InputFrame frame;
    private Model model = Model.EMPTY;
    private Optional<Progress> resumed;
    private Optional<MemberTraining> current = Optional.empty();
    private Optional<MemberScorer> scorer = Optional.empty();
    private ScoreRange range = ScoreRange.NOTHING;
    private long step;

    PatchCoreTraining(
            TrainingInput input, PatchCoreSettings settings, BackboneSource source, LongSupplier availableMemory) {
        input.requireTrainGood();
        this.input = input;
        this.settings = settings;
        this.source = source;
        this.frame = InputFrame.of(settings);
        this.resumed = input.resumeFrom().map(Progress::read);
        this.compute =
                resumed.map(progress -> progress.threads().on(input.compute())).orElse(input.compute());
        try {
            this.networks = Networks.of(input, settings, source, compute);
        } catch (RuntimeException e) {
            throw NativeFailures.classified(e);
        }
        boolean ensemble = networks.plans().size() > 1;
        this.rangeImages =
                !ensemble ? List.of() : input.validationGood().isEmpty() ? input.trainGood() : input.validationGood();
        this.phases = new Phases(networks.plans().stream()
                .map(plan -> new Phases.Lengths(input.trainGood().size(), plan.bank(), rangeImages.size()))
                .toList());
        resumed.ifPresent(this::requireSameMaking);
        networks.requireMemory(settings, availableMemory);
        input.resumeFrom().ifPresent(state -> {
            this.model = Model.read(state);
            this.step = state.step();
        });
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public long totalSteps() {
        return phases.total();
    }

    @Override
    public StepReport advance() {
        if (step >= totalSteps()) {
            throw new IllegalStateException("all " + totalSteps() + " steps are done");
        }
        Place place = phases.of(step);
        try {
            MemberTraining member = current.isPresent() ? current.get() : enter(place);
            Map<String, Double> metrics = new TreeMap<>();
            switch (place.phase()) {
                case POOL -> member.fill(place.index());
                case SELECTION -> select(member, place, metrics);
                case RANGE -> measure(member, place, metrics);
            }
            step++;
            finishMember(place, member);
            metrics.put("train/member", (double) place.member() + 1);
            return new StepReport(step, place.phase() == Phase.SELECTION ? 0 : 1, metrics);
        } catch (RuntimeException e) {
            throw NativeFailures.classified(e);
        }
    }

    private void select(MemberTraining member, Place place, Map<String, Double> metrics) {
        MemberPlan plan = networks.plans().get(place.member());
        int count = Math.min(plan.bank(), (place.index() + 1) * Phases.CHUNK);
        member.selectUpTo(count);
        metrics.put("train/coverage_radius", member.radius());
        metrics.put("train/selected_patches", (double) count);
        if (count == plan.bank()) {
            model = model.withBank(member.bank(), plan.bank(), plan.dimensions());
        }
    }

    private void measure(MemberTraining member, Place place, Map<String, Double> metrics) {
        if (scorer.isEmpty()) {
            scorer = Optional.of(member.scorer(model.banks().get(place.member())));
        }
        float[] image = frame.input(Images.read(rangeImages.get(place.index())));
        range = range.with(scorer.get().score(image));
        metrics.put("train/highest_score", (double) range.high());
        if (place.index() + 1 == rangeImages.size()) {
            model = model.withRange(
                    range.requireWide(networks.plans().get(place.member()).member()));
        }
    }

    /** After a member's last step its memory goes. */
    private void finishMember(Place place, MemberTraining member) {
        if (step == totalSteps() || phases.of(step).member() != place.member()) {
            member.close();
            current = Optional.empty();
            scorer = Optional.empty();
            range = ScoreRange.NOTHING;
        }
    }

    /** Opens the member whose turn it is, as far as it had come. */
    private MemberTraining enter(Place place) {
        MemberTraining member = new MemberTraining(
                settings,
                networks.plans().get(place.member()),
                input.seed(),
                input.trainGood(),
                compute,
                source,
                networks.weights());
        try {
            if (place.phase() != Phase.RANGE) {
                int filled = place.phase() == Phase.POOL
                        ? place.index()
                        : input.trainGood().size();
                for (int image = 0; image < filled; image++) {
                    member.fill(image);
                }
            }
            resumed.flatMap(Progress::selection).ifPresent(member::restore);
            resumed.flatMap(Progress::range).ifPresent(measured -> range = measured);
        } catch (RuntimeException e) {
            member.close();
            throw e;
        }
        resumed = Optional.empty();
        current = Optional.of(member);
        return member;
    }

    @Override
    public CheckpointState save() {
        Progress progress = resumed.orElseGet(this::progress);
        return new CheckpointState(
                step,
                Map.of(
                        CheckpointState.WEIGHTS,
                        model.write(),
                        Progress.PART,
                        progress.write(),
                        BACKBONE,
                        networks.bytes()));
    }

    private Progress progress() {
        Optional<Phase> phase = current.isEmpty() || step == totalSteps()
                ? Optional.empty()
                : Optional.of(phases.of(step).phase());
        return new Progress(
                new BegunThreads(compute.threads()),
                shape(),
                scoring(),
                phase.equals(Optional.of(Phase.SELECTION)) ? current.get().selection() : Optional.empty(),
                phase.equals(Optional.of(Phase.RANGE)) && scorer.isPresent() ? Optional.of(range) : Optional.empty());
    }

    private String shape() {
        return input.trainGood().size() + " images, " + rangeImages.size() + " for the range, " + networks.shape();
    }

    /** Scores of an ensemble's members are brought to one scale by their ranges, so these must be of scores made alike. */
    private String scoring() {
        return rangeImages.isEmpty()
                ? ""
                : "neighbours %d, distance %s, imageScore %s of %d, smoothing %s"
                        .formatted(
                                settings.neighbours(),
                                settings.distance(),
                                settings.imageScore(),
                                settings.reweightNeighbours(),
                                settings.smoothing());
    }

    private void requireSameMaking(Progress progress) {
        requireSame(progress.shape(), shape());
        if (!progress.scoring().isEmpty()) {
            requireSame(progress.scoring(), scoring());
        }
    }

    private static void requireSame(String before, String now) {
        if (!before.equals(now)) {
            throw new DetectorException(
                    Kind.USER,
                    "the checkpoint was made with " + before + "; these settings and images have " + now,
                    Progress.PART,
                    "use the settings and images that the checkpoint was made with, or start from step 0");
        }
    }

    /** Arrays in native memory between steps; 0 between members. */
    int liveArrays() {
        return current.map(MemberTraining::liveArrays).orElse(0);
    }

    @Override
    public void close() {
        current.ifPresent(MemberTraining::close);
        current = Optional.empty();
    }
}
