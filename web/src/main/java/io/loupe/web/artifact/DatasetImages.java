package io.loupe.web.artifact;

import static java.util.Objects.requireNonNull;

import io.loupe.tracking.dataset.DatasetManifest;
import io.loupe.tracking.dataset.DatasetStore;
import io.loupe.tracking.mlflow.RunArtifacts;
import io.loupe.tracking.store.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The images and masks of a dataset's version. */
@ApplicationScoped
public class DatasetImages {
    private static final List<String> PICTURES = List.of(".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff");
    private static final int MASK_DEPTH = 4;

    private final DatasetStore datasets;
    private final Thumbnails thumbnails;

    DatasetImages(DatasetStore datasets, Thumbnails thumbnails) {
        this.datasets = requireNonNull(datasets, "datasets is null");
        this.thumbnails = requireNonNull(thumbnails, "thumbnails is null");
    }

    /**
     * One image.
     *
     * @param path in the dataset, such as {@code screw/test/scratch/004.png}
     * @param category first part of the path
     * @param split {@code train}, {@code validation} or {@code test}
     * @param label {@code good}, or the type of defect
     * @param mask path of its mask, or of the folder of its masks; empty where there is none
     */
    public record Image(String path, String category, String split, String label, Optional<String> mask, long size) {}

    /** @param contentType of {@code bytes} */
    public record Content(byte[] bytes, String contentType, String sha256) {}

    /** Images of one category, by path; those of all categories for an empty name. */
    public List<Image> list(String dataset, String version, String category) {
        List<DatasetManifest.File> files = datasets.manifest(dataset, version).files();
        Map<String, String> masks = files.stream()
                .map(DatasetManifest.File::path)
                .filter(path -> path.contains("/ground_truth/"))
                .collect(Collectors.toMap(
                        DatasetImages::imageOfMask, DatasetImages::maskPlace, (first, second) -> first));
        return files.stream()
                .filter(file -> category.isEmpty() || file.path().startsWith(category + "/"))
                .filter(file -> PICTURES.stream().anyMatch(file.path().toLowerCase(Locale.ROOT)::endsWith))
                .flatMap(file -> image(file, masks).stream())
                .sorted(Comparator.comparing(Image::path))
                .toList();
    }

    private static Optional<Image> image(DatasetManifest.File file, Map<String, String> masks) {
        String[] parts = file.path().split("/");
        if (parts.length < 4 || parts[1].equals("ground_truth")) {
            return Optional.empty();
        }
        String mask = masks.get(parts[0] + "/ground_truth/" + parts[2] + "/" + stem(parts[3]));
        return Optional.of(
                new Image(file.path(), parts[0], parts[1], parts[2], Optional.ofNullable(mask), file.size()));
    }

    /** A mask lies in a folder of its image's name where an image has several: {@code ground_truth/<defect>/<image>/}. */
    private static boolean isOneOfSeveral(String path) {
        return path.split("/").length > MASK_DEPTH;
    }

    private static String maskPlace(String path) {
        return isOneOfSeveral(path) ? path.substring(0, path.lastIndexOf('/')) : path;
    }

    private static String imageOfMask(String path) {
        if (isOneOfSeveral(path)) {
            return maskPlace(path);
        }
        String stem = stem(path);
        return stem.endsWith("_mask") ? stem.substring(0, stem.length() - "_mask".length()) : stem;
    }

    private static String stem(String path) {
        int dot = path.lastIndexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }

    /**
     * One file.
     *
     * @param width of the picture asked for, 0 for the file as it is; a picture is never made larger
     * @return empty when the version has no such path
     */
    public Optional<Content> content(String dataset, String version, String path, int width) {
        return one(dataset, version, path, width).or(() -> masks(dataset, version, path, width));
    }

    /** All masks of an image in one picture. */
    private Optional<Content> masks(String dataset, String version, String folder, int width) {
        List<DatasetManifest.File> files = datasets.manifest(dataset, version).files().stream()
                .filter(file ->
                        isOneOfSeveral(file.path()) && maskPlace(file.path()).equals(folder))
                .filter(file -> file.path().split("/")[1].equals("ground_truth"))
                .toList();
        if (files.isEmpty()) {
            return Optional.empty();
        }
        String name = Sha256.of(files.stream()
                .map(DatasetManifest.File::sha256)
                .collect(Collectors.joining(" "))
                .getBytes(StandardCharsets.US_ASCII));
        byte[] all = MaskUnion.png(files.stream()
                .map(file -> datasets.read(dataset, file.sha256()))
                .toList());
        return Optional.of(
                width > 0
                        ? new Content(thumbnails.of(name, width, () -> all), "image/jpeg", name)
                        : new Content(all, "image/png", name));
    }

    private Optional<Content> one(String dataset, String version, String path, int width) {
        return datasets.manifest(dataset, version).files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .map(file -> width > 0
                        ? new Content(
                                thumbnails.of(file.sha256(), width, () -> datasets.read(dataset, file.sha256())),
                                "image/jpeg",
                                file.sha256())
                        : new Content(
                                datasets.read(dataset, file.sha256()), RunArtifacts.contentType(path), file.sha256()));
    }
}
