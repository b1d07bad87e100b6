package io.loupe.detectors.patchcore;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.image.FloatImage;
import io.loupe.detectors.patchcore.PatchCoreSettings.CropBorder;
import org.junit.jupiter.api.Test;

class InputFrameTest {
    @Test
    void theCentreIsCutOutAndAGreyPictureGetsThreeChannels() {
        float[] values = new float[16];
        for (int i = 0; i < 16; i++) {
            values[i] = i / 255f;
        }

        float[] input = new InputFrame(2, 4, CropBorder.REPEAT).input(new FloatImage(4, 4, 1, values));

        float[] plane = {5 / 255f, 6 / 255f, 9 / 255f, 10 / 255f};
        assertThat(input)
                .containsExactly(
                        plane[0], plane[1], plane[2], plane[3], plane[0], plane[1], plane[2], plane[3], plane[0],
                        plane[1], plane[2], plane[3]);
    }

    @Test
    void theBorderOfACutIsRepeatedOrZero() {
        AnomalyMap map = new AnomalyMap(2, 2, new float[] {1, 2, 3, 4});

        assertThat(new InputFrame(2, 4, CropBorder.REPEAT).toPicture(map, 4, 4).values())
                .containsExactly(1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4);
        assertThat(new InputFrame(2, 4, CropBorder.ZERO).toPicture(map, 4, 4).values())
                .containsExactly(0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0);
    }

    @Test
    void withoutACutTheMapIsBroughtToThePicturesSize() {
        AnomalyMap map = new AnomalyMap(2, 2, new float[] {1, 2, 3, 4});

        AnomalyMap whole = new InputFrame(2, 2, CropBorder.ZERO).toPicture(map, 6, 4);

        assertThat(whole.width()).isEqualTo(6);
        assertThat(whole.height()).isEqualTo(4);
        assertThat(whole.values()[0]).isEqualTo(1);
        assertThat(whole.values()[23]).isEqualTo(4);
    }
}
