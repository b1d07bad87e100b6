package io.loupe.detectors.efficientad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.Compute;
import io.loupe.detectors.efficientad.EfficientAdSettings.Frame;
import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.engine.Variable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GeometryTest {
    @ParameterizedTest
    @EnumSource
    void networksAndGeometryAgreeOnEverySize(PdnSize size) {
        for (int pixels = 256; pixels <= 2048; pixels++) {
            for (Frame frame : List.of(Frame.EDGE, Frame.REFLECT)) {
                Geometry plain = Geometry.of(pixels, false, frame);
                assertThat(plain.cells()).as(pixels + " pixels").isEqualTo(Pdn.cells(plain.input(), size, false));
                assertThat(plain.cells() + 2 * plain.frame()).isEqualTo(Math.ceilDiv(pixels, 4));
            }
            assertThat(Geometry.of(pixels, true, Frame.EDGE).cells())
                    .as(pixels + " pixels, padded")
                    .isEqualTo(Pdn.cells(pixels, size, true));
        }
        assertThat(Geometry.of(256, false, Frame.EDGE).cells()).isEqualTo(56);
        assertThat(Geometry.of(256, true, Frame.EDGE).cells()).isEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource({"SMALL, 8057856", "MEDIUM, 20738432"})
    void parametersAreAsManyAsPublished(PdnSize size, long published) {
        Widths widths = Widths.of(size);
        Geometry geometry = Geometry.of(256, false, Frame.EDGE);
        try (TensorRuntime runtime = new TensorRuntime(new Compute("cpu", 2))) {
            Parameters parameters = Parameters.fresh(runtime, 1);
            new Pdn(parameters, "teacher.", size, 384, false, Arithmetic.PLAIN);
            new Pdn(parameters, "student.", size, 768, false, Arithmetic.PLAIN);
            new Autoencoder(runtime, parameters, widths, geometry, geometry, Arithmetic.PLAIN);

            assertThat(parameters.all().stream().mapToLong(Variable::size).sum())
                    .isEqualTo(published);
        }
    }

    @Test
    void sizesBelow256AreRefused() {
        assertThatThrownBy(() -> TinySettings.with(Map.of("imageWidth", 255)))
                .hasMessageContaining("settings.imageWidth: 255 is below the minimum 256");
    }

    @Test
    void aMirroredFrameWithPaddingIsRefused() {
        assertThatThrownBy(() -> TinySettings.with(Map.of("padding", true, "frame", "reflect")))
                .hasMessageContaining("settings.frame: \"reflect\" needs padding: false; it is true");
    }
}
