package io.loupe.web.pages.trial;

import io.loupe.web.catalogue.Trial;
import java.util.List;
import java.util.Optional;

/** Where pages learn what evaluation has written beside the figures. */
@FunctionalInterface
interface Evaluated {
    /** Nothing before evaluation, and while nobody answers. */
    Files of(Trial trial);

    /**
     * @param heatMaps test images with their heat maps
     * @param scale what their colours stand for
     * @param evaluation what curves and the threshold are drawn from; absent without both kinds of images
     * @param links files of the run that a person may want
     * @param byDefect figures of each type of defect
     */
    record Files(
            List<TrialView.HeatMap> heatMaps,
            Optional<TrialView.Scale> scale,
            Optional<TrialView.Evaluation> evaluation,
            List<TrialView.Link> links,
            Optional<TrialView.ByDefect> byDefect) {
        static final Files NONE = new Files(List.of(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    }
}
