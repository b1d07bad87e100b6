package io.loupe.infra.client;

import java.util.List;

/**
 * An import as the API shows it.
 *
 * @param running it has not ended
 * @param succeeded it has ended, and the dataset can be used
 * @param message one sentence about its end
 * @param problems what it found, one line each
 */
public record ImportView(boolean running, boolean succeeded, String message, List<String> problems) {

    public ImportView {
        problems = List.copyOf(problems);
    }
}
