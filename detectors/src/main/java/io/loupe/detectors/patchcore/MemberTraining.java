package io.loupe.detectors.patchcore;

import io.loupe.detectors.Compute;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.engine.CounterRandom;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.image.Images;
import io.loupe.detectors.patchcore.PatchFeatures.Patches;
import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.tensor.SafeTensors;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One member under way: its backbone, its pool, and what is selected of it; with native memory of its own. */
final class MemberTraining implements AutoCloseable {
    private final PatchCoreSettings settings;
    private final MemberPlan plan;
    private final long seed;
    private final List<Path> images;
    private final InputFrame frame;
    private final TensorRuntime runtime;
    private final PatchFeatures features;
    private Optional<PatchPool> pool = Optional.empty();
    private Optional<GreedyCoreset> coreset = Optional.empty();

    /** @param networks the part {@code backbone} */
    MemberTraining(
            PatchCoreSettings settings,
            MemberPlan plan,
            long seed,
            List<Path> images,
            Compute compute,
            BackboneSource source,
            SafeTensors networks) {
        this.settings = settings;
        this.plan = plan;
        this.seed = seed;
        this.images = images;
        this.frame = InputFrame.of(settings);
        this.runtime = new TensorRuntime(compute);
        try {
            this.features =
                    new PatchFeatures(source.stored(runtime, plan.member(), networks, plan.index() + "."), settings);
        } catch (RuntimeException e) {
            runtime.close();
            throw e;
        }
    }

    /** Puts an image's patches into the pool. */
    void fill(int image) {
        if (pool.isEmpty()) {
            pool = Optional.of(newPool());
        }
        float[] input = frame.input(Images.read(images.get(image)));
        try (StepScope scope = runtime.inference()) {
            Patches patches = features.of(scope, scope.tensor(input, 1, 3, settings.imageSize(), settings.imageSize()));
            requireFinite(patches, image);
            pool.orElseThrow().put(scope, image, patches.rows());
        }
    }

    /** Selects until there are this many. */
    void selectUpTo(int count) {
        if (coreset.isEmpty()) {
            int first = (int) (random("first").uniform(1, 0, 1)[0] * plan.pool());
            coreset = Optional.of(GreedyCoreset.begin(
                    runtime, pool.orElseThrow().points(), Math.min(first, plan.pool() - 1), plan.bank()));
        }
        coreset.orElseThrow().selectUpTo(count);
    }

    /** Goes on with a selection; the pool is full. */
    void restore(GreedyCoreset.State state) {
        coreset = Optional.of(new GreedyCoreset(runtime, pool.orElseThrow().points(), state, plan.bank()));
    }

    /** The largest distance of a pool patch to the selection, in the space of the projection. */
    double radius() {
        return coreset.orElseThrow().radius();
    }

    Optional<GreedyCoreset.State> selection() {
        return coreset.map(GreedyCoreset::state);
    }

    /** The selected patches' features, shape (bank, dimensions). */
    float[] bank() {
        try (StepScope scope = runtime.inference()) {
            return pool.orElseThrow()
                    .features(scope, coreset.orElseThrow().selected())
                    .values();
        }
    }

    /** A scorer with this member's backbone; it lives as long as this. */
    MemberScorer scorer(HostTensor bank) {
        return new MemberScorer(runtime, features, new MemoryBank(runtime, bank), settings);
    }

    /** Arrays in native memory between steps. */
    int liveArrays() {
        return runtime.liveArrays();
    }

    private PatchPool newPool() {
        PoolPlan places = new PoolPlan(images.size(), plan.grid(), settings.poolPatches(), random("pool"));
        float[] matrix = settings.projection() == 0
                ? new float[0]
                : random("projection")
                        .normal(
                                Math.multiplyExact(plan.dimensions(), settings.projection()),
                                1 / Math.sqrt(settings.projection()));
        return new PatchPool(runtime, places, plan.dimensions(), matrix);
    }

    private CounterRandom random(String what) {
        return new CounterRandom(seed, "patchcore/" + plan.index() + "/" + what, 0);
    }

    private void requireFinite(Patches patches, int image) {
        Tensor sum = patches.rows().sum();
        if (!Double.isFinite(sum.value())) {
            throw new DetectorException(
                    Kind.NUMERICS,
                    "the features of " + plan.member().backbone() + " are not finite",
                    images.get(image).toString(),
                    "check the backbone's weights and the image");
        }
    }

    @Override
    public void close() {
        runtime.close();
    }
}
