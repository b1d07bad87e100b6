package io.loupe.detectors.dataset;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The names of MVTec AD's folders and files, in which every imported dataset is kept. */
final class MvtecLayout {
    static final String TRAIN = "train";
    static final String VALIDATION = "validation";
    static final String TEST = "test";
    static final String GROUND_TRUTH = "ground_truth";
    static final Set<String> SPLITS = Set.of(TRAIN, VALIDATION, TEST, GROUND_TRUTH);
    static final String MASK_SUFFIX = "_mask.png";

    private static final List<String> MASK_EXTENSIONS = List.of("png", "bmp", "tif", "tiff");
    private static final Set<String> IMAGE_EXTENSIONS = Set.of("png", "jpg", "jpeg", "bmp", "tif", "tiff");

    private MvtecLayout() {}

    static Category read(Path folder) {
        List<TestImage> test = new ArrayList<>();
        for (Path defect : children(folder.resolve(TEST))) {
            if (isHidden(defect) || !Files.isDirectory(defect)) {
                continue;
            }
            String name = name(defect);
            for (Path image : images(defect)) {
                List<Path> found = name.equals(TestImage.GOOD)
                        ? List.of()
                        : masks(folder.resolve(GROUND_TRUTH).resolve(name), stem(name(image)));
                test.add(new TestImage(image, name, found));
            }
        }
        List<Path> trainGood = images(folder.resolve(TRAIN).resolve(TestImage.GOOD));
        List<Path> validationGood = images(folder.resolve(VALIDATION).resolve(TestImage.GOOD));
        Path config = folder.resolve(DefectsConfig.FILE);
        Optional<DefectsConfig> defects =
                Files.isRegularFile(config) ? Optional.of(DefectsConfig.read(config)) : Optional.empty();
        return new Category(name(folder.toAbsolutePath().normalize()), trainGood, validationGood, test, defects);
    }

    /** One mask beside others, or a folder of them. */
    private static List<Path> masks(Path folder, String stem) {
        for (String extension : MASK_EXTENSIONS) {
            Path mask = folder.resolve(stem + "_mask." + extension);
            if (Files.isRegularFile(mask)) {
                return List.of(mask);
            }
        }
        return images(folder.resolve(stem));
    }

    /** Whether a name ends as those of images do. */
    static boolean isImage(String name) {
        return IMAGE_EXTENSIONS.contains(extension(name));
    }

    /** Whether a mask of this name, which keeps its extension, is found again when the category is read. */
    static boolean isMask(String name) {
        return MASK_EXTENSIONS.contains(extension(name));
    }

    static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    static boolean isHidden(Path path) {
        return name(path).startsWith(".");
    }

    private static List<Path> images(Path folder) {
        return children(folder).stream()
                .filter(file -> isImage(name(file)) && !isHidden(file) && Files.isRegularFile(file))
                .toList();
    }

    /** What a folder holds, by name; nothing if there is no such folder. */
    private static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw new DetectorException(
                    Kind.DATA,
                    "the folder cannot be listed (" + e.getMessage() + ")",
                    folder.toString(),
                    "check its permissions");
        }
    }
}
