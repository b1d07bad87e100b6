package io.loupe.infra.client;

import java.util.List;

/**
 * An experiment as the API shows it.
 *
 * @param id UUID
 * @param name as its document has it
 * @param state such as {@code RUNNING}
 * @param page address for people
 * @param trials its cells, in fair order
 */
public record ExperimentView(String id, String name, String state, String page, List<TrialView> trials) {

    public ExperimentView {
        trials = List.copyOf(trials);
    }
}
