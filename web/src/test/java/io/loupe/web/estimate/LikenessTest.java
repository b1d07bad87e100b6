package io.loupe.web.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.web.catalogue.FinishedTrial;
import io.loupe.web.document.DetectorDescription.Effort;
import io.loupe.web.document.DetectorDescription.Effort.Images;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Hand-worked: 100 s of training and 20 s of evaluation on 50 and 40 images, 5 s of the rest. */
final class LikenessTest {
    private static FinishedTrial finished(Map<String, Object> settings) {
        return new FinishedTrial(settings, 50, 40, 1_000, 100, 20, 5);
    }

    private static Likeness likeness(Images images, Map<String, Object> settings, int train, int test) {
        Effort effort = new Effort("length.epochs", images, List.of("size", "network"));
        return new Likeness(effort, settings, train, test);
    }

    private static Map<String, Object> settings(Object epochs, Object size, Object width) {
        return Map.of(
                "length", Map.of("epochs", epochs), "size", size, "network", Map.of("width", width), "rate", epochs);
    }

    @Test
    void trainingGrowsWithLengthAndImagesAndEvaluationWithTestImages() {
        FinishedTrial measured = finished(settings(10, 256, 64));

        assertThat(likeness(Images.PROPORTIONAL, settings(30, 256.0, 64L), 100, 80)
                        .seconds(measured))
                .hasValue(100 * 3 * 2 + 20 * 2 + 5);
        assertThat(likeness(Images.NONE, settings(5, 256, 64), 100, 40).seconds(measured))
                .hasValue(100 * 0.5 + 20 + 5);
    }

    @Test
    void whatMakesAStepDearerIsNotCompared() {
        FinishedTrial measured = finished(settings(10, 256, 64));

        assertThat(likeness(Images.NONE, settings(10, 512, 64), 50, 40).seconds(measured))
                .isEmpty();
        assertThat(likeness(Images.NONE, settings(10, 256, 65), 50, 40).seconds(measured))
                .isEmpty();
    }

    @Test
    void whereTimeGrowsFasterThanImagesOnlyAboutAsManyAreCompared() {
        FinishedTrial measured = finished(settings(10, 256, 64));

        assertThat(likeness(Images.MORE, settings(10, 256, 64), 60, 40).seconds(measured))
                .hasValue(100 * 1.2 + 20 + 5);
        assertThat(likeness(Images.MORE, settings(10, 256, 64), 80, 40).seconds(measured))
                .isEmpty();
        assertThat(likeness(Images.MORE, settings(10, 256, 64), 30, 40).seconds(measured))
                .isEmpty();
    }

    @Test
    void aTrialWhoseTimeIsNotKnownSaysNothing() {
        FinishedTrial measured = new FinishedTrial(settings(10, 256, 64), 50, 40, 1_000, 0, 20, 5);

        assertThat(likeness(Images.NONE, settings(10, 256, 64), 50, 40).seconds(measured))
                .isEmpty();
    }
}
