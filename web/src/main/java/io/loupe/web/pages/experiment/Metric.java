package io.loupe.web.pages.experiment;

import io.loupe.web.pages.layout.MetricWords;
import java.util.Arrays;

/** The figures that experiments are compared by, in the order of the switch. */
enum Metric {
    AU_PRO("au-pro-0.3", true),
    PIXEL_AUROC("pixel-auroc", true),
    IMAGE_AUROC("image-auroc", true),
    AU_PRO_LOW("au-pro-0.05", false),
    PIXEL_AP("pixel-ap", false),
    PIXEL_F1_MAX("pixel-f1-max", false),
    IMAGE_AP("image-ap", false),
    IMAGE_F1_MAX("image-f1-max", false);

    /** As documents and addresses have it. */
    final String value;

    final String word;

    /** As MLflow has it. */
    final String key;

    /** Whether it is offered before anything was measured. */
    final boolean usual;

    Metric(String value, boolean usual) {
        this.value = value;
        this.usual = usual;
        word = MetricWords.of(value);
        key = MetricWords.key(value);
    }

    /** The metric asked for, else the first. */
    static Metric of(String value) {
        return Arrays.stream(values())
                .filter(metric -> metric.value.equals(value))
                .findFirst()
                .orElse(AU_PRO);
    }
}
