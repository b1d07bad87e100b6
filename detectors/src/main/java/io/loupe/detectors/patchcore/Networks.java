package io.loupe.detectors.patchcore;

import io.loupe.detectors.Compute;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.backbone.Backbone;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.engine.Variable;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.tensor.TensorSource;
import io.loupe.detectors.training.CheckpointParts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The backbones of a training, as the checkpoint's part {@code backbone}, and what each of them will give. All are opened
 * when a training begins, so that missing weights are known at once.
 *
 * @param plans one for each member
 * @param bytes the part
 * @param weights the same, read
 */
@SuppressWarnings("ArrayRecordComponent") // a file's content: neither copied nor compared
record Networks(List<MemberPlan> plans, byte[] bytes, SafeTensors weights) {
    Networks {
        plans = List.copyOf(plans);
    }

    /** A variable's values after its memory was given back, under a name of its member's. */
    private record Kept(String name, long[] shape, byte[] values) implements TensorSource {
        static Kept of(int member, Variable variable) {
            ByteBuffer values = ByteBuffer.allocate(Math.multiplyExact(variable.size(), Float.BYTES));
            variable.get(values);
            return new Kept(member + "." + variable.name(), variable.shape(), values.array());
        }

        @Override
        public void get(ByteBuffer target) {
            target.put(values);
        }
    }

    /** Opens each backbone: from the checkpoint if there is one, else from the library. */
    static Networks of(TrainingInput input, PatchCoreSettings settings, BackboneSource source, Compute compute) {
        List<Member> members = Member.parse(settings.backbone(), settings.layers());
        List<MemberPlan> plans = new ArrayList<>();
        if (input.resumeFrom().isPresent()) {
            SafeTensors stored = CheckpointParts.read(input.resumeFrom().get(), PatchCoreTraining.BACKBONE);
            for (int i = 0; i < members.size(); i++) {
                try (TensorRuntime runtime = new TensorRuntime(compute)) {
                    Backbone backbone = source.stored(runtime, members.get(i), stored, i + ".");
                    plans.add(plan(members.get(i), i, runtime, backbone, settings, input));
                }
            }
            return new Networks(plans, input.resumeFrom().get().parts().get(PatchCoreTraining.BACKBONE), stored);
        }
        List<Kept> kept = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            try (TensorRuntime runtime = new TensorRuntime(compute)) {
                Backbone backbone = source.open(runtime, members.get(i), input.weights());
                plans.add(plan(members.get(i), i, runtime, backbone, settings, input));
                for (Variable variable : backbone.weights()) {
                    kept.add(Kept.of(i, variable));
                }
            }
        }
        byte[] bytes = SafeTensors.write(Map.of(), kept);
        return new Networks(plans, bytes, SafeTensors.read(bytes, PatchCoreTraining.BACKBONE));
    }

    private static MemberPlan plan(
            Member member,
            int index,
            TensorRuntime runtime,
            Backbone backbone,
            PatchCoreSettings settings,
            TrainingInput input) {
        return MemberPlan.of(
                member,
                index,
                runtime,
                new PatchFeatures(backbone, settings),
                settings,
                input.trainGood().size());
    }

    /** @throws io.loupe.detectors.DetectorException with {@code MEMORY} if any member will need more than there is */
    void requireMemory(PatchCoreSettings settings, LongSupplier available) {
        long finished = 0;
        for (MemberPlan plan : plans) {
            MemoryEstimate estimate = new MemoryEstimate(
                    plan.pool(), plan.dimensions(), settings.projection(), plan.bank(), finished, bytes.length);
            estimate.require(available.getAsLong());
            finished += estimate.bankBytes();
        }
    }

    /** The numbers that must not change between a checkpoint and its continuation. */
    String shape() {
        return plans.stream()
                .map(plan -> plan.member().backbone() + " " + plan.member().layers() + ": " + plan.grid()
                        + " patches of " + plan.dimensions() + ", pool " + plan.pool() + ", bank " + plan.bank())
                .collect(Collectors.joining("; "));
    }
}
