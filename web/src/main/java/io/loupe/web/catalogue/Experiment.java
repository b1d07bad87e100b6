package io.loupe.web.catalogue;

import java.util.List;
import java.util.Map;

/**
 * An experiment with what it was made of.
 *
 * @param notes Markdown as the user wrote it
 * @param document the document as submitted, YAML or JSON
 * @param resolved the document with every default written out
 * @param parallel trials at once
 */
public record Experiment(
        ExperimentOverview overview,
        String notes,
        String document,
        Map<String, Object> resolved,
        int parallel,
        String priority,
        List<Arm> arms) {}
