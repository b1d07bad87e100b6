package io.loupe.web.pages.trial;

import io.loupe.web.catalogue.Trial;
import java.util.List;
import java.util.Optional;

/** Where pages learn what evaluation has written beside the figures. */
public interface Evaluated {
    /** Test images with their heat maps; empty while there are none or nobody answers. */
    List<TrialView.HeatMap> heatMaps(Trial trial);

    /** What curves and the threshold are drawn from. */
    Optional<TrialView.Evaluation> evaluation(Trial trial, List<TrialView.HeatMap> heatMaps);

    /** Files of the run that a person may want, each with its address. */
    List<TrialView.Link> files(Trial trial);
}
