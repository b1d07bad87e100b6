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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Finds everything that is wrong with a dataset in MVTec AD's layout; never stops at the first problem. */
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
    private final List<CategorySummary> summaries = new ArrayList<>();
    private final List<CheckedFile> files = new ArrayList<>();

    private DatasetCheck(Path root, Progress progress) {
        this.root = root;
        this.progress = progress;
        problems = new Problems(root);
    }

    /** Checks without telling how far it is, see {@link #check(Path, Progress)}. */
    public static CheckReport check(Path folder) {
        return check(folder, (_, _) -> {});
    }

    /**
     * Checks a folder: its layout, every image and mask decoded, masks against images, duplicates. Two runs over the same
     * folder give equal reports.
     *
     * @param folder holds category folders, or is one category
     */
    public static CheckReport check(Path folder, Progress progress) {
        return new DatasetCheck(realPath(folder), progress).run();
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
        Map<Folder, List<Entry>> categories = new TreeMap<>(Comparator.comparing(Folder::path));
        Folder top = Folder.list(root, root, problems);
        if (LayoutCheck.looksLikeCategory(top)) {
            categories.put(top, LayoutCheck.entries(top, root, problems));
        } else {
            for (Path child : top.folders()) {
                Folder folder = Folder.list(child, root, problems);
                if (LayoutCheck.looksLikeCategory(folder)) {
                    checkName(child);
                    categories.put(folder, LayoutCheck.entries(folder, root, problems));
                } else {
                    problems.warning(child, "not a category (it has neither train nor test), ignored");
                }
            }
            reportLoose(top);
        }
        if (categories.isEmpty()) {
            problems.error(
                    root,
                    "no category found; the layout is CATEGORY/train/good, CATEGORY/test/good, CATEGORY/test/DEFECT and"
                            + " CATEGORY/ground_truth/DEFECT");
        }
        int total = categories.values().stream().mapToInt(List::size).sum();
        AtomicInteger done = new AtomicInteger();
        categories.forEach((folder, entries) -> {
            List<Content> contents = entries.parallelStream()
                    .map(entry -> {
                        Content content = Content.of(entry);
                        progress.decoded(done.incrementAndGet(), total);
                        return content;
                    })
                    .toList();
            category(folder.path(), contents);
        });
        return report();
    }

    private CheckReport report() {
        files.sort(Comparator.comparing(CheckedFile::path));
        return new CheckReport(summaries, problems.sorted(), files);
    }

    private void checkName(Path category) {
        if (!MvtecLayout.name(category).codePoints().allMatch(LayoutCheck::isPlain)) {
            problems.error(
                    category,
                    "the name of a category may hold letters, digits, spaces, - _ and . only; rename the folder");
        }
    }

    private void reportLoose(Folder top) {
        long images = top.files().stream()
                .filter(file -> MvtecLayout.isImage(MvtecLayout.name(file)))
                .count();
        if (images > 0) {
            problems.warning(
                    root, images + (images == 1 ? " image lies" : " images lie") + " outside any category, ignored");
        }
    }

    private void category(Path category, List<Content> contents) {
        for (Content content : contents) {
            if (content.picture().isEmpty()) {
                problems.error(content.entry().path(), content.failure());
            } else {
                files.add(new CheckedFile(problems.relative(content.entry().path()), content.sha256(), content.size()));
            }
        }
        checkSplits(category, contents);
        int masks = new MaskCheck(category, problems).check(contents);
        new DuplicateCheck(problems).check(contents);
        List<Content> images = contents.stream()
                .filter(content -> content.entry().role() != Role.MASK)
                .toList();
        boolean oneSize = new SizeCheck(category, problems).check(images);
        Picture first = images.stream()
                .flatMap(content -> content.picture().stream())
                .findFirst()
                .orElse(new Picture(0, 0, 0, 0, 0));
        summaries.add(new CategorySummary(
                MvtecLayout.name(category),
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
