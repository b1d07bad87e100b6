package io.loupe.detectors.patchcore;

import io.loupe.detectors.settings.SettingsReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Settings and pictures small enough for tests: 64 pixels, 256 patches an image. */
final class Tiny {
    private Tiny() {}

    static PatchCoreSettings settings() {
        return settings(Map.of());
    }

    static PatchCoreSettings settings(Map<String, Object> changes) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("imageSize", 64);
        document.put("coreset", 0.15);
        document.put("poolPatches", 900);
        document.put("projection", 6);
        document.putAll(changes);
        return SettingsReader.read(new PatchCore().presets().get("lite"), document, "settings")
                .orThrow();
    }

    static PatchCoreSettings ensemble(Map<String, Object> changes) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("backbone", "wide-resnet-50-2,resnet-18");
        document.put("layers", "layer2,layer3");
        document.putAll(changes);
        return settings(document);
    }

    static List<Path> discs(Path folder, int count) {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(disc(folder.resolve("%03d.png".formatted(i)), 64, 64, i, false));
        }
        return files;
    }

    /** A noisy bright disc, with a dark square at the upper left of its middle if it is to be spoilt. */
    static Path disc(Path file, int width, int height, long seed, boolean spoilt) {
        SplittableRandom random = new SplittableRandom(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean inside = Math.hypot(x - width / 2.0, y - height / 2.0) < width / 3.0;
                boolean square = spoilt && x > width / 4 && x < width / 2 && y > height / 4 && y < height / 2;
                int grey = square ? 0 : (inside ? 170 : 60) + random.nextInt(30);
                image.setRGB(x, y, grey << 16 | (grey / 2) << 8 | grey / 3);
            }
        }
        try {
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
