package io.loupe.web.catalogue;

import java.util.Map;

/**
 * A trial that succeeded, and where its time went. Seconds are those that it was in a state, further attempts and waiting
 * between them included; what it waited for a device or for a person is in none of them.
 *
 * @param settings of its detector, all of them
 * @param trainImages good images that it learned from, those held back from them included
 * @param testImages test images
 * @param steps optimiser steps
 * @param training seconds of training
 * @param evaluating seconds of scoring, measuring and drawing
 * @param rest seconds of fetching and exporting
 */
public record FinishedTrial(
        Map<String, Object> settings,
        int trainImages,
        int testImages,
        long steps,
        double training,
        double evaluating,
        double rest) {}
