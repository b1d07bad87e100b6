package io.loupe.detectors.dataset;

import io.loupe.detectors.dataset.CheckReport.CategorySummary;
import io.loupe.detectors.dataset.CheckReport.CheckedFile;
import io.loupe.detectors.dataset.Content.Picture;
import io.loupe.detectors.dataset.Entry.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Finds everything that is wrong with a dataset; never stops at the first problem. */
public final class DatasetCheck {
    /** Called after each file that was decoded, from any thread. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Tells how far the check is.
         *
         * @param done files decoded so far
         * @param total files found
         */
        void decoded(int done, int total);
    }

    private final Path root;
    private final Progress progress;
    private final Problems problems;
    private final String wished;
    private String layout = "";
    private boolean leavesOutEmptyMasks;
    private final List<CategorySummary> summaries = new ArrayList<>();
    private final List<CheckedFile> files = new ArrayList<>();

    private DatasetCheck(Path root, String wished, Progress progress) {
        this.root = root;
        this.wished = wished;
        this.progress = progress;
        problems = new Problems(root);
    }

    /** Recognises the layout and checks without telling how far it is. */
    public static CheckReport check(Path folder) {
        return check(folder, Layouts.AUTO, (_, _) -> {});
    }

    /**
     * Checks a folder: its layout, every image and mask decoded, masks against images, duplicates. Two runs over the same
     * folder give equal reports.
     *
     * @param folder holds category folders, or is one category
     * @param layout one of {@link Layouts#NAMES}
     */
    public static CheckReport check(Path folder, String layout, Progress progress) {
        return new DatasetCheck(realPath(folder), layout, progress).run();
    }

    private static Path realPath(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException _) {
            return folder.toAbsolutePath().normalize(); // the check says what is wrong with it
        }
    }

    private CheckReport run() {
        if (!Files.isDirectory(root)) {
            problems.error(
                    root, Files.exists(root) ? "not a folder; give the dataset's folder, unpacked" : "no such folder");
            return report();
        }
        List<PlannedCategory> categories = plan();
        int total = categories.stream()
                .mapToInt(category -> category.entries().size())
                .sum();
        AtomicInteger done = new AtomicInteger();
        categories.forEach(category -> {
            List<Content> contents = category.entries().parallelStream()
                    .map(entry -> {
                        Content content = Content.of(entry);
                        progress.decoded(done.incrementAndGet(), total);
                        return content;
                    })
                    .toList();
            category(category, leavesOutEmptyMasks ? withoutEmptyMasks(contents) : contents);
        });
        return report();
    }

    private List<PlannedCategory> plan() {
        Optional<Recognition.Found> found = new Recognition(root, problems).find(wished);
        if (found.isEmpty()) {
            return List.of();
        }
        layout = found.get().layout().name();
        leavesOutEmptyMasks = found.get().layout().leavesOutEmptyMasks();
        return found.get().layout().plan(found.get().folder(), root, problems);
    }

    private List<Content> withoutEmptyMasks(List<Content> contents) {
        Set<String> empty = contents.stream()
                .filter(content -> content.entry().role() == Role.MASK)
                .filter(content -> content.picture().stream().anyMatch(picture -> picture.set() == 0))
                .map(content -> content.entry().place())
                .collect(Collectors.toSet());
        List<Content> kept = new ArrayList<>();
        for (Content content : contents) {
            boolean paired =
                    content.entry().role() == Role.MASK || content.entry().isDefectiveTest();
            if (!paired || !empty.contains(content.entry().place())) {
                kept.add(content);
            } else if (content.entry().role() == Role.MASK) {
                problems.warning(content.entry().path(), "the mask is empty: its image is left out");
            }
        }
        return kept;
    }

    private CheckReport report() {
        files.sort(Comparator.comparing(CheckedFile::path));
        return new CheckReport(layout, summaries, problems.sorted(), files);
    }

    private void category(PlannedCategory planned, List<Content> contents) {
        Path category = planned.folder();
        Set<String> targets = new HashSet<>();
        for (Content content : contents) {
            if (!targets.add(content.entry().target())) {
                problems.error(
                        content.entry().path(),
                        "would be kept as " + content.entry().target() + ", as another file is; rename one of the two");
            } else if (content.picture().isEmpty()) {
                problems.error(content.entry().path(), content.failure());
            } else {
                files.add(new CheckedFile(
                        problems.relative(content.entry().path()),
                        content.sha256(),
                        content.size(),
                        planned.name() + "/" + content.entry().target()));
            }
        }
        planned.defectsConfig().ifPresent(config -> {
            new LocoCheck(problems).check(planned, config, contents);
            Content.file(config)
                    .ifPresent(bytes -> files.add(new CheckedFile(
                            problems.relative(config),
                            Content.sha256(bytes),
                            bytes.length,
                            planned.name() + "/" + DefectsConfig.FILE)));
        });
        checkSplits(category, contents);
        int masks = new MaskCheck(category, problems, planned.defectsConfig().isPresent()).check(contents);
        new DuplicateCheck(problems).check(contents);
        new LikenessCheck(problems).check(contents);
        new BrightnessCheck(problems).check(contents);
        List<Content> images = contents.stream()
                .filter(content -> content.entry().role() != Role.MASK)
                .toList();
        boolean oneSize = new SizeCheck(category, problems).check(images);
        Picture first = images.stream()
                .flatMap(content -> content.picture().stream())
                .findFirst()
                .orElse(new Picture(0, 0, 0, 0, 0, Set.of()));
        summaries.add(new CategorySummary(
                planned.name(),
                count(contents, Role.TRAIN),
                count(contents, Role.VALIDATION),
                (int) contents.stream().filter(c -> c.entry().isGoodTest()).count(),
                (int) contents.stream().filter(c -> c.entry().isDefectiveTest()).count(),
                contents.stream()
                        .filter(content -> content.entry().isDefectiveTest())
                        .map(content -> content.entry().defect())
                        .distinct()
                        .collect(Collectors.toList()),
                masks,
                oneSize ? first.width() : 0,
                oneSize ? first.height() : 0,
                contents.stream().mapToLong(Content::size).sum()));
    }

    private void checkSplits(Path category, List<Content> contents) {
        if (count(contents, Role.TRAIN) == 0) {
            problems.error(category, "there are no training images; put good images into train/good");
        }
        boolean good = contents.stream().anyMatch(content -> content.entry().isGoodTest());
        boolean defective =
                contents.stream().anyMatch(content -> content.entry().isDefectiveTest());
        if (!good && !defective) {
            problems.error(category, "there are no test images; put some into test/good and test/DEFECT");
        } else if (!defective) {
            problems.warning(
                    category, "there are no defective test images: training works, but no metric can be computed");
        } else if (!good) {
            problems.warning(category, "there are no images in test/good: image AUROC cannot be computed");
        }
    }

    private static int count(List<Content> contents, Role role) {
        return (int) contents.stream()
                .filter(content -> content.entry().role() == role)
                .count();
    }
}
