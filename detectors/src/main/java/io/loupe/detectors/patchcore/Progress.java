package io.loupe.detectors.patchcore;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.training.BegunThreads;
import io.loupe.detectors.training.CheckpointParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an unfinished member needs to go on, beside its pool, which is filled again. The part {@code optimizer} of a
 * checkpoint.
 *
 * @param threads the training runs with
 * @param shape the numbers that the steps are counted by, as text; other settings or images have others
 * @param scoring how the scores are made whose range is measured; empty where none is, and in checkpoints of earlier versions
 * @param selection while the bank is being chosen
 * @param range while scores are being measured
 */
record Progress(
        BegunThreads threads,
        String shape,
        String scoring,
        Optional<GreedyCoreset.State> selection,
        Optional<ScoreRange> range) {
    static final String PART = CheckpointState.OPTIMIZER;
    private static final String SHAPE = "shape";
    private static final String SCORING = "scoring";
    private static final String SELECTED = "selected";
    private static final String DISTANCES = "distances";
    private static final String RANGE = "range";

    byte[] write() {
        List<HostTensor> tensors = new ArrayList<>();
        selection.ifPresent(state -> {
            float[] exact = new float[state.selected().length];
            for (int i = 0; i < exact.length; i++) {
                exact[i] = state.selected()[i];
            }
            tensors.add(HostTensor.of(SELECTED, exact, exact.length));
            tensors.add(HostTensor.of(DISTANCES, state.distances(), state.distances().length));
        });
        range.ifPresent(measured -> tensors.add(measured.stored(RANGE)));
        return SafeTensors.write(Map.of(BegunThreads.KEY, threads.stored(), SHAPE, shape, SCORING, scoring), tensors);
    }

    static Progress read(CheckpointState state) {
        SafeTensors stored = CheckpointParts.read(state, PART);
        return new Progress(
                BegunThreads.read(stored),
                stored.metadata().getOrDefault(SHAPE, ""),
                stored.metadata().getOrDefault(SCORING, ""),
                selection(stored),
                Optional.ofNullable(stored.tensors().get(RANGE)).map(ScoreRange::of));
    }

    private static Optional<GreedyCoreset.State> selection(SafeTensors stored) {
        HostTensor selected = stored.tensors().get(SELECTED);
        HostTensor distances = stored.tensors().get(DISTANCES);
        if (selected == null || distances == null) {
            return Optional.empty();
        }
        float[] exact = selected.values();
        int[] rows = new int[exact.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (int) exact[i];
        }
        return Optional.of(new GreedyCoreset.State(rows, distances.values()));
    }
}
