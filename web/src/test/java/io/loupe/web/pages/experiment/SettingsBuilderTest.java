package io.loupe.web.pages.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.web.catalogue.Arm;
import io.loupe.web.document.DetectorCatalogue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SettingsBuilderTest {
    private static final DetectorCatalogue NONE = new DetectorCatalogue(List.of());

    @Test
    void onlyWhatTwoArmsDisagreeAboutDiffers() {
        ExperimentView.Settings settings = SettingsBuilder.of(
                List.of(
                        arm(0, "vt-adl", Map.of("loss", "mse-ssim-ll", "epochs", "30", "imageSize", "128")),
                        arm(1, "vt-adl", Map.of("loss", "mse-vae", "epochs", "30", "imageSize", "128")),
                        arm(2, "patchcore", Map.of("coreset", "0.1", "imageSize", "320"))),
                NONE);

        assertThat(settings.different())
                .extracting(ExperimentView.Setting::path)
                .containsExactlyInAnyOrder("detector", "loss", "imageSize");
        assertThat(settings.different())
                .filteredOn(setting -> setting.path().equals("loss"))
                .first()
                .extracting(ExperimentView.Setting::values)
                .isEqualTo(List.of("mse-ssim-ll", "mse-vae", "–"));
        assertThat(settings.same())
                .extracting(ExperimentView.Setting::path)
                .containsExactlyInAnyOrder("preset", "epochs", "coreset");
    }

    private static Arm arm(int position, String detector, Map<String, Object> settings) {
        return new Arm(position, "arm " + position, detector, "quick", Map.of(), settings);
    }
}
