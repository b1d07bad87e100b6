package io.loupe.web.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loupe.web.catalogue.Arm;
import io.loupe.web.published.PublishedFigures.Images;
import io.loupe.workflows.dataset.ImportOutcome.CategorySummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublishedFiguresTest {
    private final PublishedFigures figures = new PublishedFigures();

    private static Arm efficientAd(Map<String, Object> changed) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "size",
                "small",
                "teacher",
                "efficientad-teacher-small",
                "imageWidth",
                256,
                "imageHeight",
                256,
                "padding",
                false,
                "steps",
                70_000,
                "batchSize",
                1,
                "learningRate",
                1e-4,
                "hardQuantile",
                0.999,
                "autoencoder",
                true));
        settings.putAll(Map.of("mapNormalisation", "quantiles", "penaltyImages", "/data/imagenet"));
        settings.putAll(changed);
        return new Arm(0, "s", "efficientad", "paper-s", Map.of(), settings);
    }

    private static Images images(String dataset, String category, int train, int good, int defective, int side) {
        return new Images(
                dataset,
                category,
                Optional.of(new CategorySummary(
                        category, train, 0, good, defective, List.of("a"), defective, side, side, 1)));
    }

    @Test
    void theSameMethodOnTheSameImagesIsComparable() {
        PublishedFigure figure = figures.of(
                        efficientAd(Map.of()), "image-auroc", images("mvtec-ad", "screw", 320, 41, 119, 1024))
                .getFirst();

        assertThat(figure.reasons()).isEmpty();
        assertThat(figure.comparable()).isTrue();
        assertThat(figure.value()).isEqualTo(0.9787);
        assertThat(figure.table().id()).isEqualTo("nelson-mvtec-ad-image-auroc");
    }

    @Test
    void whateverDiffersIsNamed() {
        List<PublishedFigure> found = figures.of(
                efficientAd(Map.of("steps", 1000, "penaltyImages", "")),
                "image-auroc",
                images("mvtec_ad-small", "screw", 100, 41, 119, 256));

        assertThat(found).isNotEmpty().noneMatch(PublishedFigure::comparable);
        assertThat(String.join(" ", found.getFirst().reasons()))
                .contains("penaltyImages is empty, there given; steps is 1000, there 70000")
                .contains("Another split: screw has 100 good images to train on and 41 + 119 to test on")
                .contains("320 and 41 + 119")
                .contains("Another resolution: images of screw are 256 x 256 here, 1024 x 1024 in MVTec AD");
    }

    @Test
    void figuresStandOnlyUnderTheirMetricCollectionAndMethod() {
        Images screw = images("mvtec-ad", "screw", 320, 41, 119, 1024);

        assertThat(figures.of(efficientAd(Map.of()), "image-ap", screw)).isEmpty();
        assertThat(figures.of(efficientAd(Map.of()), "image-auroc", images("washers", "screw", 320, 41, 119, 1024)))
                .isEmpty();
        assertThat(figures.of(efficientAd(Map.of()), "image-auroc", images("mvtec-ad-2", "screw", 1, 1, 1, 1)))
                .isEmpty();
        assertThat(figures.of(efficientAd(Map.of("size", "medium")), "image-auroc", screw)
                        .getFirst()
                        .method())
                .isEqualTo("EfficientAD-M");
        assertThat(figures.of(new Arm(0, "x", "padim", "paper", Map.of(), Map.of()), "image-auroc", screw))
                .isEmpty();
    }

    @Test
    void timesInPrintStandBesideAnyImagesAndAreNeverComparable() {
        List<PublishedFigure> found =
                figures.of(efficientAd(Map.of("steps", 1)), "latency-ms", images("washers", "washer", 60, 20, 50, 256));

        assertThat(found).extracting(PublishedFigure::value).containsExactly(2.2, 2.5, 3.9, 3.8, 4.5);
        assertThat(found.getFirst().method()).isEqualTo("EfficientAD-S, RTX A6000");
        assertThat(found).noneMatch(PublishedFigure::comparable);
        assertThat(found.getFirst().reasons()).hasSize(2);
        assertThat(String.join(" ", found.getFirst().reasons())).contains("another machine", "float16");

        Images screw = images("mvtec-ad", "screw", 1, 1, 1, 1);
        assertThat(figures.of(efficientAd(Map.of("padding", true)), "latency-ms", screw)
                        .getFirst()
                        .reasons())
                .contains("Settings differ: padding is true, there false.");
        assertThat(figures.of(efficientAd(Map.of()), "latency-ms-median", screw))
                .isEmpty();
        assertThat(figures.of(efficientAd(Map.of("size", "medium")), "images-per-second-batch-16", screw))
                .extracting(PublishedFigure::value)
                .containsExactly(269.0);
        assertThat(figures.of(efficientAd(Map.of()), "images-per-second-batch-8", screw))
                .isEmpty();
        assertThat(figures.mean(efficientAd(Map.of()), "latency-ms", List.of(screw)))
                .isEmpty();
    }

    @Test
    void otherMethodsTimesAreNamedOnceAndNotForEachCategory() {
        assertThat(figures.everyMethod("latency-ms", "mvtec-ad", "screw")).isEmpty();
        assertThat(figures.everyMethod("latency-ms")).hasSize(50);
        assertThat(figures.everyMethod("image-auroc")).isEmpty();
    }

    @Test
    void aMeanStandsOnlyOverTheWholeCollection() {
        List<Images> all = Collection.named("mvtec-ad").orElseThrow().categories().entrySet().stream()
                .map(entry -> images(
                        "mvtec-ad",
                        entry.getKey(),
                        entry.getValue().trainGood(),
                        entry.getValue().testGood(),
                        entry.getValue().testDefective(),
                        entry.getValue().side()))
                .toList();

        PublishedFigure mean =
                figures.mean(efficientAd(Map.of()), "image-auroc", all).getFirst();

        assertThat(mean.value()).isEqualTo(0.988);
        assertThat(mean.comparable()).isTrue();
        assertThat(mean.table().id()).isEqualTo("efficientad-table-2");
        assertThat(figures.mean(efficientAd(Map.of()), "image-auroc", all.subList(0, 14)))
                .isEmpty();
    }

    @Test
    void theMeanOfTheThreeCollectionsStandsOnlyOverAllOfThem() {
        List<Images> all = new ArrayList<>();
        for (String name : List.of("mvtec-ad", "mvtec-loco", "visa")) {
            Collection.named(name)
                    .orElseThrow()
                    .categories()
                    .forEach((category, there) -> all.add(images(
                            name, category, there.trainGood(), there.testGood(), there.testDefective(), there.side())));
        }
        assertThat(all).hasSize(32);

        List<PublishedFigure> found = figures.meanOfThree(efficientAd(Map.of()), "image-auroc", all);

        assertThat(found)
                .extracting(figure -> figure.table().id())
                .contains("efficientad-table-1", "efficientad-table-2", "efficientad-table-4");
        assertThat(found).allSatisfy(figure -> assertThat(figure.value()).isEqualTo(0.954, within(1e-12)));
        assertThat(figures.meanOfThree(efficientAd(Map.of()), "image-auroc", all.subList(0, 31)))
                .isEmpty();
        assertThat(figures.meanOfThree(efficientAd(Map.of()), "image-auroc", all.subList(0, 15)))
                .isEmpty();
    }

    @Test
    void vtAdlsProIsComparableWithNothing() {
        Arm paper = new Arm(0, "original", "vt-adl", "paper", Map.of(), Map.of("loss", "mse-ssim-ll"));
        Images screw = images("mvtec-ad", "screw", 320, 41, 119, 1024);

        assertThat(figures.of(paper, "au-pro-0.3", screw)).singleElement().satisfies(figure -> {
            assertThat(figure.value()).isEqualTo(0.928);
            assertThat(figure.reasons().getFirst()).contains("pixel AUROC");
        });
        assertThat(figures.of(paper, "pixel-auroc", screw)).hasSize(1);
        assertThat(figures.of(paper, "image-auroc", screw)).isEmpty();
    }

    @Test
    void datasetsAreRecognisedByTheirNames() {
        assertThat(Collection.of("mvtec-ad").orElseThrow().name()).isEqualTo("mvtec-ad");
        assertThat(Collection.of("MVTec_AD").orElseThrow().name()).isEqualTo("mvtec-ad");
        assertThat(Collection.of("mvtec-loco").orElseThrow().name()).isEqualTo("mvtec-loco");
        assertThat(Collection.of("mvtec-ad-2")).isEmpty();
        assertThat(Collection.of("mvtec-3d")).isEmpty();
        assertThat(Collection.of("visa").orElseThrow().name()).isEqualTo("visa");
        assertThat(Collection.of("washers")).isEmpty();
    }
}
