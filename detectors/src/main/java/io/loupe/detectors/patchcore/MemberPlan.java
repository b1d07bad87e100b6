package io.loupe.detectors.patchcore;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.patchcore.PatchFeatures.Patches;

/**
 * A member's numbers, known before its training begins.
 *
 * @param index of the member
 * @param grid patches of an image
 * @param dimensions of a patch's features
 * @param pool patches that the bank is chosen from
 * @param bank patches in the bank
 */
record MemberPlan(Member member, int index, int grid, int dimensions, int pool, int bank) {
    /** Indices of patches travel as float32, which is exact up to here. */
    private static final long INDICES = 1 << 24;

    /**
     * Asks the backbone once, with a black image, what it will give.
     *
     * @param images training images
     * @throws DetectorException with {@code MEMORY} if there are too many patches to number
     */
    static MemberPlan of(
            Member member,
            int index,
            TensorRuntime runtime,
            PatchFeatures features,
            PatchCoreSettings settings,
            int images) {
        try (StepScope scope = runtime.inference()) {
            Patches patches = features.of(scope, scope.zeros(1, 3, settings.imageSize(), settings.imageSize()));
            long all = (long) images * patches.count();
            if (all > Integer.MAX_VALUE || settings.poolPatches() == 0 && all > INDICES) {
                throw new DetectorException(
                        Kind.MEMORY,
                        images + " images have " + all + " patches, more than "
                                + (all > Integer.MAX_VALUE ? Integer.MAX_VALUE : INDICES),
                        "poolPatches",
                        "set poolPatches (128000 is a good start), or use smaller images");
            }
            int pool = PoolPlan.size(all, settings.poolPatches());
            int bank = (int) Math.clamp(Math.round(all * settings.coreset()), 1L, (long) pool);
            return new MemberPlan(member, index, patches.count(), patches.dimensions(), pool, bank);
        }
    }
}
