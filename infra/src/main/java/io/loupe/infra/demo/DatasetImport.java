package io.loupe.infra.demo;

import io.loupe.infra.LauncherException;
import io.loupe.infra.Pause;
import io.loupe.infra.client.ImportView;
import io.loupe.infra.client.LoupeApi;
import io.loupe.infra.terminal.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** Imports a folder and waits for the end of it. */
public final class DatasetImport {

    private static final int PARTS = 1_000;
    private static final Duration LOOK = Duration.ofMillis(500);

    private final LoupeApi api;
    private final Terminal terminal;

    public DatasetImport(LoupeApi api, Terminal terminal) {
        this.api = api;
        this.terminal = terminal;
    }

    /** Imports {@code folder} as {@code name}, whatever its layout. */
    public void run(String name, Path folder) {
        run(name, folder, "auto", false);
    }

    /**
     * Imports {@code folder}, which may be an archive, as {@code name}.
     *
     * @param upload whether the archive is sent, rather than read by a worker where it lies
     * @param layout as the server names it, such as {@code loco}, or {@code auto}
     * @throws LauncherException with every problem if the import fails
     */
    public void run(String name, Path folder, String layout, boolean upload) {
        ImportLines lines = new ImportLines(terminal);
        String source = upload
                ? api.upload(folder, sent -> lines.show(Optional.of(new ImportView.Progress("sending", sent, PARTS))))
                : folder.toAbsolutePath().normalize().toString();
        String id = api.importDataset(name, source, layout);
        ImportView job = api.importJob(id);
        while (job.running()) {
            lines.show(job.progress());
            Pause.of(LOOK);
            job = api.importJob(id);
        }
        lines.end();
        if (!job.succeeded()) {
            throw new LauncherException("the import of " + folder + " failed: " + job.message()
                    + job.problems().stream().map(problem -> "\n  " + problem).collect(Collectors.joining()));
        }
    }
}
