package io.loupe.infra.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which artifacts a trial must have, and which of them are missing. */
final class ArtifactCheck {

    private static final List<String> ALWAYS = List.of("config.yaml", "receipt.json", "metrics.json");

    private final List<String> images;

    /** @param images test images as {@code <defect>/<name without ending>} */
    ArtifactCheck(List<String> images) {
        this.images = List.copyOf(images);
    }

    /** For the test images of one category in MVTec AD's layout. */
    static ArtifactCheck ofCategory(Path category) {
        Path test = category.resolve("test");
        try (Stream<Path> files = Files.walk(test)) {
            return new ArtifactCheck(files.filter(Files::isRegularFile)
                    .map(file -> test.relativize(file).toString())
                    .filter(name -> name.endsWith(".png"))
                    .map(name -> name.substring(0, name.length() - ".png".length()))
                    .sorted()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + test, e);
        }
    }

    int images() {
        return images.size();
    }

    /** What of it {@code present} lacks, as a person would name it. */
    List<String> missing(List<String> present) {
        Set<String> paths = new HashSet<>(present);
        List<String> missing = new ArrayList<>();
        for (String name : ALWAYS) {
            if (!paths.contains(name)) {
                missing.add(name);
            }
        }
        for (String ending : List.of(".json", ".svg")) {
            if (paths.stream().noneMatch(path -> path.startsWith("curves/") && path.endsWith(ending))) {
                missing.add("curves/*" + ending);
            }
        }
        for (String image : images) {
            for (String path : List.of("heat_maps/" + image + ".png", "anomaly_maps/" + image + ".tiff")) {
                if (!paths.contains(path)) {
                    missing.add(path);
                }
            }
        }
        return missing;
    }
}
