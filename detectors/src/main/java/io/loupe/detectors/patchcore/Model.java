package io.loupe.detectors.patchcore;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.training.CheckpointParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a training has finished: for each member its bank and, in an ensemble, its scores' range. The part {@code weights}
 * of a checkpoint.
 *
 * @param banks of the first members, shape (entries, dimensions)
 * @param ranges of the first members; none outside ensembles
 */
record Model(List<HostTensor> banks, List<ScoreRange> ranges) {
    static final Model EMPTY = new Model(List.of(), List.of());

    Model {
        banks = List.copyOf(banks);
        ranges = List.copyOf(ranges);
    }

    Model withBank(float[] values, long... shape) {
        List<HostTensor> more = new ArrayList<>(banks);
        more.add(HostTensor.of(bankName(banks.size()), values, shape));
        return new Model(more, ranges);
    }

    Model withRange(ScoreRange range) {
        List<ScoreRange> more = new ArrayList<>(ranges);
        more.add(range);
        return new Model(banks, more);
    }

    byte[] write() {
        List<HostTensor> tensors = new ArrayList<>(banks);
        for (int i = 0; i < ranges.size(); i++) {
            tensors.add(ranges.get(i).stored(rangeName(i)));
        }
        return SafeTensors.write(Map.of(), tensors);
    }

    static Model read(CheckpointState state) {
        SafeTensors stored = CheckpointParts.read(state, CheckpointState.WEIGHTS);
        Model model = EMPTY;
        for (HostTensor bank = stored.tensors().get(bankName(0));
                bank != null;
                bank = stored.tensors().get(bankName(model.banks().size()))) {
            model = model.withBank(bank.values(), bank.shape());
        }
        for (HostTensor range = stored.tensors().get(rangeName(0));
                range != null;
                range = stored.tensors().get(rangeName(model.ranges().size()))) {
            model = model.withRange(ScoreRange.of(range));
        }
        return model;
    }

    /** Bytes of all banks. */
    long bankBytes() {
        return banks.stream().mapToLong(bank -> bank.bytes().remaining()).sum();
    }

    Optional<ScoreRange> range(int member) {
        return member < ranges.size() ? Optional.of(ranges.get(member)) : Optional.empty();
    }

    private static String bankName(int member) {
        return member + ".bank";
    }

    private static String rangeName(int member) {
        return member + ".range";
    }
}
