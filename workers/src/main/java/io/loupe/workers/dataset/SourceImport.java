package io.loupe.workers.dataset;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.tracking.Tracking;
import io.loupe.workers.activity.Pulse;
import io.loupe.workers.archive.Archive;
import io.loupe.workers.archive.ArchiveException;
import io.loupe.workers.archive.ArchiveLimits;
import io.loupe.workflows.dataset.DatasetActivities.ImportProgress;
import io.loupe.workflows.dataset.ImportOutcome;
import io.loupe.workflows.dataset.ImportSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * An import from wherever its data lies: a folder is looked at in place; an archive is unpacked to a folder that goes
 * when the import ends, an upload is put together first, and what lies in a bucket is copied first.
 */
final class SourceImport {
    private static final int PARTS = 1_000;

    private final ImportSpec spec;
    private final Tracking tracking;
    private final Path cache;
    private final ArchiveLimits limits;
    private final Pulse<ImportProgress> pulse;

    SourceImport(ImportSpec spec, Tracking tracking, Path cache, ArchiveLimits limits, Pulse<ImportProgress> pulse) {
        this.spec = spec;
        this.tracking = tracking;
        this.cache = cache;
        this.limits = limits;
        this.pulse = pulse;
    }

    ImportOutcome run() {
        try {
            String source = spec.folder();
            if (source.startsWith(ImportSpec.UPLOAD)) {
                return upload(source.substring(ImportSpec.UPLOAD.length()));
            }
            if (source.startsWith(ImportSpec.BUCKET)) {
                return bucket(source.substring(ImportSpec.BUCKET.length()));
            }
            Path path = Path.of(source);
            if (!path.isAbsolute()) {
                throw new DetectorException(
                        Kind.USER, "the path is not absolute", source, "Give the whole path, as the worker sees it.");
            }
            return Files.isRegularFile(path) ? archive(path) : folder(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private ImportOutcome folder(Path folder) {
        return new FolderImport(spec, folder, tracking, pulse).run();
    }

    private ImportOutcome archive(Path archive) throws IOException {
        try (ImportScratch scratch = ImportScratch.create(cache, spec.importId())) {
            // What lies in an archive without a folder around it is a category of the archive's name.
            String name = archive.getFileName().toString();
            Path folder = Files.createDirectory(scratch.path().resolve(stem(name)));
            try {
                new Archive(archive, limits, (read, total) -> tell("unpacking", read, total)).unpack(folder);
            } catch (ArchiveException e) {
                return new FolderImport(spec, folder, tracking, pulse).refused(name, e.getMessage());
            }
            return folder(folder);
        }
    }

    private ImportOutcome upload(String idAndName) throws IOException {
        String id = idAndName.substring(0, idAndName.indexOf('/'));
        String name = idAndName.substring(id.length() + 1);
        try (ImportScratch scratch = ImportScratch.create(cache, spec.importId() + "-upload")) {
            Path archive = scratch.path().resolve(name);
            new Pieces(tracking.objects(), id).join(archive, (done, total) -> tell("fetching", done, total));
            return archive(archive);
        }
    }

    private ImportOutcome bucket(String bucketAndPrefix) throws IOException {
        try (ImportScratch scratch = ImportScratch.create(cache, spec.importId())) {
            Path folder = new BucketFolder(tracking.objects(), bucketAndPrefix, limits)
                    .copy(scratch.path(), (done, total) -> tell("fetching", done, total));
            return folder(folder);
        }
    }

    private void tell(String phase, long done, long total) {
        pulse.tell(new ImportProgress(phase, total == 0 ? PARTS : (int) (done * PARTS / total), PARTS));
        pulse.check();
    }

    /** A folder's name from an archive's: without endings, and with plain characters only. */
    static String stem(String archive) {
        String lower = archive.toLowerCase(Locale.ROOT);
        String bare = archive;
        for (String ending : new String[] {".gz", ".xz", ".bz2", ".tgz", ".txz", ".tar", ".zip"}) {
            if (lower.endsWith(ending) && bare.length() > ending.length()) {
                bare = bare.substring(0, bare.length() - ending.length());
                lower = bare.toLowerCase(Locale.ROOT);
            }
        }
        String plain = bare.replaceAll("[^A-Za-z0-9._ -]", "_").strip();
        return plain.isEmpty() || plain.startsWith(".") ? "dataset" : plain;
    }
}
