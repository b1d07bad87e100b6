package io.loupe.detectors.distillation;

import io.loupe.detectors.Compute;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.backbone.Backbone;
import io.loupe.detectors.engine.Formula;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.engine.Variable;
import io.loupe.detectors.settings.SettingsReader;
import io.loupe.detectors.weights.Weights;
import io.loupe.detectors.weights.WeightsLibrary;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** A distillation of small images from two convolutions with weights by formula. */
final class Tiny {
    static final Compute CPU = new Compute("cpu", 2);
    static final String HASH = "5".repeat(64);
    static final WeightsLibrary LIBRARY = name -> new Weights(name, HASH, new TreeMap<>());

    private Tiny() {}

    /** Three steps of two images of 64 pixels, as the changes say. */
    static DistillationSettings settings(Map<String, Object> changes) {
        Map<String, Object> document = new HashMap<>(Map.of(
                "backbone", "efficientnet-lite0", "imageSize", 64, "backboneSize", 128, "batchSize", 2, "steps", 3));
        document.putAll(changes);
        return SettingsReader.read(new PdnDistillation().presets().get("paper"), document, "settings")
                .orThrow();
    }

    static TrainingInput input(List<Path> images) {
        return new TrainingInput(images, List.of(), 7, CPU, LIBRARY, Optional.empty());
    }

    /** Noisy pictures, no two the same, each in a colour of its own. */
    static List<Path> pictures(Path folder, int count) {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(picture(folder.resolve("%03d.png".formatted(i)), i));
        }
        return files;
    }

    static Path picture(Path file, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        BufferedImage image = new BufferedImage(50, 40, BufferedImage.TYPE_3BYTE_BGR);
        int colour = random.nextInt(0x808080);
        for (int y = 0; y < 40; y++) {
            for (int x = 0; x < 50; x++) {
                image.setRGB(x, y, colour + random.nextInt(0x40) * 0x010101 + (x < 25 ? 0x300000 : 0x20));
            }
        }
        try {
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** Grids of an eighth and a sixteenth of the image. */
    static Backbone backbone(TensorRuntime runtime, String name, List<String> layers, Weights weights) {
        return new TwoConvolutions(
                name,
                layers,
                runtime.variable("fine", Formula.values(1, 40 * 3 * 64, 0.4, 0), 40, 3, 8, 8),
                runtime.variable("coarse", Formula.values(2, 50 * 40 * 4, 0.4, 0), 50, 40, 2, 2));
    }

    private record TwoConvolutions(String name, List<String> layers, Variable fine, Variable coarse)
            implements Backbone {
        @Override
        public List<Integer> channels() {
            return List.of(40, 50);
        }

        @Override
        public List<Tensor> features(StepScope scope, Tensor images) {
            Tensor first = images.conv2d(scope.constant(fine), 8, 0, 1);
            return List.of(first, first.conv2d(scope.constant(coarse), 2, 0, 1));
        }

        @Override
        public List<Variable> weights() {
            return List.of(fine, coarse);
        }
    }

    /** A backbone that gives the same maps whatever it is shown; shapes (1, channels, side, side). */
    record Fixed(List<float[]> values, List<Integer> channels, List<Integer> sides) implements Backbone {
        @Override
        public String name() {
            return "fixed";
        }

        @Override
        public List<String> layers() {
            return List.of("fine", "coarse");
        }

        @Override
        public List<Tensor> features(StepScope scope, Tensor images) {
            return IntStream.range(0, 2)
                    .mapToObj(i -> scope.tensor(values.get(i), 1, channels.get(i), sides.get(i), sides.get(i)))
                    .toList();
        }

        @Override
        public List<Variable> weights() {
            return List.of();
        }
    }
}
