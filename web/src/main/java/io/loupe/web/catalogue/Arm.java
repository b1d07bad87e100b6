package io.loupe.web.catalogue;

import java.util.Map;

/**
 * A detector with one configuration inside an experiment.
 *
 * @param position 0 for the first
 * @param name unique in the experiment
 * @param preset name of the preset; {@code default} when the document names none
 * @param given settings as the document gives them, nested
 * @param settings every setting, preset and defaults applied, nested
 */
public record Arm(
        int position,
        String name,
        String detector,
        String preset,
        Map<String, Object> given,
        Map<String, Object> settings) {}
