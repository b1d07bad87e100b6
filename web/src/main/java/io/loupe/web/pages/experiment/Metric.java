package io.loupe.web.pages.experiment;

import java.util.Arrays;

/** The figures that experiments are compared by, in the order of the switch. */
enum Metric {
    AU_PRO("au-pro-0.3", "AU-PRO 0.3", "eval/au_pro_0.3"),
    PIXEL_AUROC("pixel-auroc", "pixel AUROC", "eval/pixel_auroc"),
    IMAGE_AUROC("image-auroc", "image AUROC", "eval/image_auroc");

    /** As documents and addresses have it. */
    final String value;

    final String word;

    /** As MLflow has it. */
    final String key;

    Metric(String value, String word, String key) {
        this.value = value;
        this.word = word;
        this.key = key;
    }

    /** The metric asked for, else the first. */
    static Metric of(String value) {
        return Arrays.stream(values())
                .filter(metric -> metric.value.equals(value))
                .findFirst()
                .orElse(AU_PRO);
    }
}
