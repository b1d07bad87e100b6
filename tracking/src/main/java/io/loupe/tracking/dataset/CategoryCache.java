package io.loupe.tracking.dataset;

import io.loupe.tracking.Parallel;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.store.AtomicFiles;
import io.loupe.tracking.store.DiskException;
import io.loupe.tracking.store.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One category of one dataset version on disk. Filling hashes every file every time (about a second for a gigabyte), so a
 * damaged file never reaches a training; a file appears by rename, whole or not at all.
 */
final class CategoryCache {
    private static final Logger LOGGER = LoggerFactory.getLogger(CategoryCache.class);
    private static final long RESERVE = 64L << 20;
    private static final Duration LOCK_POLL = Duration.ofMillis(50);

    private final Path root;
    private final String category;
    private final List<DatasetManifest.File> files;
    private final Function<DatasetManifest.File, byte[]> source;

    /**
     * @param root {@code <cache>/<name>/<version>}
     * @param files the category's files, paths from {@code root}
     * @param source gives verified content
     */
    CategoryCache(
            Path root,
            String category,
            List<DatasetManifest.File> files,
            Function<DatasetManifest.File, byte[]> source) {
        this.root = root;
        this.category = category;
        this.files = files;
        this.source = source;
    }

    /** Makes the folder hold exactly the files, and returns it; waits while anybody else does the same. */
    Path fill(int transfers, IntConsumer progress) {
        Path folder = root.resolve(category);
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                            root.resolve("." + category + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock lock = waitForLock(channel)) {
                LOGGER.debug("filling {} under {}", folder, lock);
                fillLocked(folder, transfers, progress);
            }
        } catch (IOException e) {
            throw AtomicFiles.explain(folder, e);
        }
        return folder;
    }

    /** A file lock keeps other processes waiting, but throws at other threads of this one: so both are polled for. */
    private static FileLock waitForLock(FileChannel channel) throws IOException {
        while (true) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException e) {
                LOGGER.trace("another thread fills this category", e);
            }
            try {
                Thread.sleep(LOCK_POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TrackingException("interrupted while another attempt fills the dataset cache", true, e);
            }
        }
    }

    private void fillLocked(Path folder, int transfers, IntConsumer progress) throws IOException {
        removeForeign(folder);
        AtomicInteger done = new AtomicInteger();
        List<DatasetManifest.File> missing = Parallel.map(files, transfers, file -> {
                    boolean intact = intact(file);
                    if (intact) {
                        S3DatasetStore.progress(progress, done);
                    }
                    return intact ? List.<DatasetManifest.File>of() : List.of(file);
                })
                .stream()
                .flatMap(List::stream)
                .toList();
        checkSpace(folder, missing);
        Parallel.map(missing, transfers, file -> {
            byte[] content = source.apply(file);
            AtomicFiles.write(root.resolve(file.path()), stream -> stream.write(content));
            S3DatasetStore.progress(progress, done);
            return Boolean.TRUE;
        });
    }

    private boolean intact(DatasetManifest.File file) {
        Path path = root.resolve(file.path());
        try {
            if (!Files.isRegularFile(path)) {
                return false;
            }
            if (Files.size(path) == file.size() && Sha256.of(path).equals(file.sha256())) {
                return true;
            }
        } catch (IOException e) {
            LOGGER.warn("cached file {} cannot be read: {}", path, e.toString());
        }
        LOGGER.warn("cached file {} is damaged and is fetched again", path);
        return false;
    }

    private void removeForeign(Path folder) throws IOException {
        Set<Path> wanted = new HashSet<>();
        files.forEach(file -> wanted.add(root.resolve(file.path())));
        List<Path> foreign;
        try (Stream<Path> walk = Files.walk(folder)) {
            foreign = walk.filter(path -> !Files.isDirectory(path) && !wanted.contains(path))
                    .toList();
        }
        for (Path path : foreign) {
            Files.deleteIfExists(path);
        }
    }

    private static void checkSpace(Path folder, List<DatasetManifest.File> missing) throws IOException {
        long needed = missing.stream().mapToLong(DatasetManifest.File::size).sum();
        long usable = Files.getFileStore(folder).getUsableSpace();
        if (needed > 0 && needed + RESERVE > usable) {
            throw new DiskException(
                    "the dataset cache " + folder + " needs " + (needed >> 20) + " MiB more, the disk has "
                            + (usable >> 20) + " MiB left; free some, or move the cache, and resume",
                    null);
        }
    }
}
