package io.loupe.web.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.web.artifact.TrialArtifacts.HeatMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WrongnessTest {
    private static HeatMap image(String name, String label, double score) {
        return new HeatMap(label, name, label, score, "", "", false, List.of(), 8, 8);
    }

    private static List<String> names(List<HeatMap> images) {
        return images.stream().map(HeatMap::image).toList();
    }

    @Test
    void aGoodImageAboveAllDefectiveOnesAndADefectiveBelowAllGoodOnesComeFirst() {
        List<HeatMap> images = List.of(
                image("right", "good", 0.1),
                image("alarm", "good", 0.9),
                image("half", "defective", 0.5),
                image("missed", "defective", 0.05));

        assertThat(names(Wrongness.mostWrongFirst(images))).containsExactly("alarm", "missed", "right", "half");
    }

    @Test
    void itIsWhatCountingEveryPairSays() {
        Random random = new Random(7);
        List<HeatMap> images = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            // Few different scores, so that many are equal.
            images.add(image("i" + i, random.nextBoolean() ? "good" : "defective", random.nextInt(12)));
        }

        List<HeatMap> expected = images.stream()
                .sorted(Comparator.comparingLong(image -> -wrong(image, images) * others(image, images)))
                .toList();

        assertThat(names(Wrongness.mostWrongFirst(images))).isEqualTo(names(expected));
    }

    /** Of the other label; one label's shares have one denominator, so products with the other's compare shares. */
    private static long others(HeatMap image, List<HeatMap> all) {
        return all.stream()
                .filter(other -> other.defective() == image.defective())
                .count();
    }

    private static long wrong(HeatMap image, List<HeatMap> all) {
        return all.stream()
                .filter(other -> other.defective() != image.defective())
                .filter(other -> image.defective() ? other.score() >= image.score() : other.score() <= image.score())
                .count();
    }

    @Test
    void withOneLabelAloneNothingIsWrong() {
        List<HeatMap> images = List.of(image("a", "good", 2), image("b", "good", 1));

        assertThat(names(Wrongness.mostWrongFirst(images))).containsExactly("a", "b");
    }
}
