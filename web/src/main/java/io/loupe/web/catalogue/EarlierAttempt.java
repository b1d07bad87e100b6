package io.loupe.web.catalogue;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a trial had reached before it was restarted or extended.
 *
 * @param verb what ended it
 * @param who asked for that
 * @param state that it stood in then
 * @param restarts how often it had been restarted before
 * @param step of the checkpoint that was evaluated, if one was
 * @param metrics what was measured, by MLflow's name
 * @param artifactRoot where its files are, if it was evaluated
 */
public record EarlierAttempt(
        Verb verb,
        String who,
        Instant at,
        String state,
        int restarts,
        OptionalLong step,
        Map<String, Double> metrics,
        Optional<String> artifactRoot,
        Optional<String> weightsSha256) {}
