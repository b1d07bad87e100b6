package io.loupe.infra.demo;

import io.loupe.infra.LauncherException;
import io.loupe.infra.client.DatasetView;
import io.loupe.infra.client.LoupeApi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Imports a folder and waits for the end of it. */
public final class DatasetImport {

    private static final Duration LOOK = Duration.ofMillis(500);

    private final LoupeApi api;

    public DatasetImport(LoupeApi api) {
        this.api = api;
    }

    /**
     * Imports {@code folder} as {@code name}.
     *
     * @throws LauncherException with every problem if the import fails
     */
    public void run(String name, Path folder) {
        api.importDataset(name, folder);
        while (true) {
            Optional<DatasetView> dataset = api.dataset(name);
            if (dataset.isPresent() && !dataset.get().importing()) {
                if (dataset.get().ready()) {
                    return;
                }
                throw new LauncherException("the import of " + folder + " failed:\n  "
                        + String.join("\n  ", dataset.get().problems()));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted", e);
        }
    }
}
