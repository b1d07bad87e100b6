package io.loupe.infra.client;

import java.util.List;
import java.util.Optional;

/**
 * An import as the API shows it.
 *
 * @param running it has not ended
 * @param succeeded it has ended, and the dataset can be used
 * @param message one sentence about its end
 * @param problems what it found, one line each
 * @param progress once a worker has taken it up, from a server that says so
 */
public record ImportView(
        boolean running, boolean succeeded, String message, List<String> problems, Optional<Progress> progress) {

    /**
     * How far it is.
     *
     * @param phase what is being done with the files, such as {@code copying}; may be empty
     * @param done files
     * @param total in all; 0 while unknown
     */
    public record Progress(String phase, long done, long total) {}

    public ImportView {
        problems = List.copyOf(problems);
    }
}
