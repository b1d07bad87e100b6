package io.loupe.detectors.patchcore;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.Scorer;
import io.loupe.detectors.engine.NativeFailures;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.image.FloatImage;
import io.loupe.detectors.image.Images;
import io.loupe.detectors.patchcore.MemberScorer.MemberScore;
import io.loupe.detectors.patchcore.PatchCoreSettings.ImageScore;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.training.CheckpointParts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Scores pictures with everything a finished checkpoint holds. */
final class PatchCoreScorer implements Scorer {
    private final PatchCoreSettings settings;
    private final InputFrame frame;
    private final Model model;
    private final TensorRuntime runtime;
    private final List<MemberScorer> members = new ArrayList<>();

    PatchCoreScorer(CheckpointState state, PatchCoreSettings settings, Compute compute, BackboneSource source) {
        this.settings = settings;
        this.frame = InputFrame.of(settings);
        this.model = Model.read(state);
        List<Member> wanted = Member.parse(settings.backbone(), settings.layers());
        requireFinished(wanted, state.step());
        SafeTensors networks = CheckpointParts.read(state, PatchCoreTraining.BACKBONE);
        this.runtime = new TensorRuntime(compute);
        try {
            for (int i = 0; i < wanted.size(); i++) {
                members.add(new MemberScorer(
                        runtime,
                        new PatchFeatures(source.stored(runtime, wanted.get(i), networks, i + "."), settings),
                        new MemoryBank(runtime, model.banks().get(i)),
                        settings));
            }
        } catch (RuntimeException e) {
            runtime.close();
            throw NativeFailures.classified(e);
        }
    }

    @Override
    public Score score(Path image) {
        FloatImage picture = Images.read(image);
        MemberScore score = scores(frame.input(picture)).getFirst();
        AnomalyMap map = frame.toPicture(score.map(), picture.width(), picture.height());
        return new Score(map, settings.imageScore() == ImageScore.MAX ? map.max() : score.imageScore());
    }

    @Override
    public Pass pass(Path image, int batch) {
        float[] input = frame.input(Images.read(image));
        float[] inputs = new float[Math.multiplyExact(batch, input.length)];
        for (int i = 0; i < batch; i++) {
            System.arraycopy(input, 0, inputs, i * input.length, input.length);
        }
        return () -> scores(inputs).stream().map(MemberScore::map).toList();
    }

    /** A single member's scores, or for each image the mean of all after each was brought to its range. */
    private List<MemberScore> scores(float[] inputs) {
        try {
            List<List<MemberScore>> byMember =
                    members.stream().map(member -> member.scores(inputs)).toList();
            List<MemberScore> first = byMember.getFirst();
            return members.size() == 1
                    ? first
                    : IntStream.range(0, first.size())
                            .mapToObj(image -> mean(byMember.stream()
                                    .map(scores -> scores.get(image))
                                    .toList()))
                            .toList();
        } catch (RuntimeException e) {
            throw NativeFailures.classified(e);
        }
    }

    /** @param scores of one image, one a member */
    private MemberScore mean(List<MemberScore> scores) {
        float[] values = new float[settings.imageSize() * settings.imageSize()];
        double imageScore = 0;
        for (int i = 0; i < scores.size(); i++) {
            ScoreRange range = model.ranges().get(i);
            MemberScore score = scores.get(i);
            for (int j = 0; j < values.length; j++) {
                values[j] += range.ofMap(score.map().values()[j]) / scores.size();
            }
            imageScore += range.ofImage(score.imageScore()) / scores.size();
        }
        return new MemberScore(new AnomalyMap(settings.imageSize(), settings.imageSize(), values), imageScore);
    }

    private void requireFinished(List<Member> wanted, long step) {
        int ranges = wanted.size() > 1 ? wanted.size() : 0;
        if (model.banks().size() < wanted.size() || model.ranges().size() < ranges) {
            throw new DetectorException(
                    Kind.USER,
                    "the checkpoint of step " + step + " has " + model.banks().size() + " of " + wanted.size()
                            + " finished banks",
                    CheckpointState.WEIGHTS,
                    "let the training end, then score");
        }
    }

    /** Arrays in native memory between images. */
    int liveArrays() {
        return runtime.liveArrays();
    }

    @Override
    public void close() {
        runtime.close();
    }
}
