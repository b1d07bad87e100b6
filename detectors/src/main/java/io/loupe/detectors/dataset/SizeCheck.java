package io.loupe.detectors.dataset;

import io.loupe.detectors.dataset.Content.Picture;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether all images of a category are alike in size and kind; if not, each is resized by itself: a warning. */
final class SizeCheck {
    private static final int SHOWN = 3;

    private final Path category;
    private final Problems problems;

    SizeCheck(Path category, Problems problems) {
        this.category = category;
        this.problems = problems;
    }

    /** Returns whether the readable images have one size. */
    boolean check(List<Content> images) {
        Map<String, List<Content>> bySize = group(images, Picture::dimensions);
        if (bySize.size() > 1) {
            problems.warning(
                    category,
                    "images have " + bySize.size() + " sizes: " + list(bySize)
                            + "; each is resized by itself, so shapes may be stretched differently");
        }
        Map<String, List<Content>> byKind = group(images, picture -> picture.channels() == 1 ? "grey" : "colour");
        if (byKind.size() > 1) {
            problems.warning(category, "some images are grey and some in colour: " + list(byKind));
        }
        return bySize.size() == 1;
    }

    private interface Trait {
        String of(Picture picture);
    }

    private static Map<String, List<Content>> group(List<Content> images, Trait trait) {
        return images.stream()
                .filter(content -> content.picture().isPresent())
                .collect(Collectors.groupingBy(
                        content -> trait.of(content.picture().orElseThrow()), LinkedHashMap::new, Collectors.toList()));
    }

    /** The most frequent first; of the rare ones an example helps to find them. */
    private String list(Map<String, List<Content>> groups) {
        String shown = groups.entrySet().stream()
                .sorted(Comparator.comparing(group -> -group.getValue().size()))
                .limit(SHOWN)
                .map(group -> group.getKey() + " (" + group.getValue().size() + ", such as "
                        + problems.relative(group.getValue().getFirst().entry().path()) + ")")
                .collect(Collectors.joining(", "));
        return groups.size() > SHOWN ? shown + ", ..." : shown;
    }
}
