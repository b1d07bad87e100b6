package io.loupe.detectors.efficientad;

import io.loupe.detectors.settings.ChoiceHelp;

/** The two patch description networks of the paper. */
public enum PdnSize {
    @ChoiceHelp("EfficientAD-S: four convolutions, 8 million parameters with student and autoencoder")
    SMALL("PDN-S"),
    @ChoiceHelp("EfficientAD-M: six wider convolutions, 21 million; 0.6 points of mean AUROC for three times the work")
    MEDIUM("PDN-M");

    private final String title;

    PdnSize(String title) {
        this.title = title;
    }

    /** The network's name in the paper. */
    public String title() {
        return title;
    }
}
