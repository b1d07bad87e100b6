package io.loupe.infra.stack;

import io.loupe.infra.LauncherException;
import io.loupe.infra.config.StackHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which server keeps a local stack's objects. What one of them once kept stays with it: they do not read each other's files. */
final class LocalStore {
    private LocalStore() {}

    /**
     * The MinIO program to use, or nothing for the folder that the launcher serves itself.
     *
     * @param found MinIO as it was found on the PATH
     * @throws LauncherException if MinIO kept this stack's objects and is no longer there
     */
    static Optional<Path> minio(StackHome home, Optional<Path> found) {
        if (Files.exists(home.objects())) {
            return Optional.empty();
        }
        if (found.isEmpty() && Files.exists(home.minio())) {
            throw new LauncherException(
                    home.minio() + " holds what MinIO kept for this stack, and no program minio is on "
                            + "the PATH: put it there again, or take another folder (LOUPE_HOME) for a new stack.");
        }
        return found;
    }
}
