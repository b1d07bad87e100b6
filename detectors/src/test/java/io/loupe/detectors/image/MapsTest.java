package io.loupe.detectors.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.image.Maps.Alignment;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MapsTest {
    private final JsonNode golden;
    private final AnomalyMap map;

    MapsTest() throws IOException {
        golden = new ObjectMapper().readTree(Golden.file("maps.json").toFile());
        map = new AnomalyMap(12, 9, floats(golden.get("values")));
    }

    @Test
    void resizingEqualsPyTorch() {
        for (Map.Entry<String, JsonNode> each : golden.get("resized").properties()) {
            String[] name = each.getKey().split("[_x]", 3);
            Alignment alignment = Alignment.valueOf(name[0].toUpperCase(Locale.ROOT));

            AnomalyMap resized = Maps.resize(map, Integer.parseInt(name[1]), Integer.parseInt(name[2]), alignment);

            assertThat(resized.values()).as(each.getKey()).containsExactly(floats(each.getValue()), within(1e-5f));
        }
    }

    @Test
    void smoothingEqualsSciPyAlsoWhenTheFilterIsWiderThanTheMap() {
        for (Map.Entry<String, JsonNode> each : golden.get("smoothed").properties()) {
            AnomalyMap smoothed = Maps.gaussian(map, Double.parseDouble(each.getKey()));

            assertThat(smoothed.values()).as("sigma " + each.getKey()).containsExactly(floats(each.getValue()));
        }
    }

    @Test
    void aConstantMapStaysConstant() {
        AnomalyMap constant = new AnomalyMap(2, 2, new float[] {3, 3, 3, 3});

        assertThat(Maps.resize(constant, 5, 7).values()).containsOnly(3f);
        assertThat(Maps.gaussian(constant, 2).values()).containsOnly(3f);
    }

    @Test
    void impossibleSizesAndWidthsAreRefused() {
        assertThatThrownBy(() -> Maps.resize(map, 0, 4)).hasMessageContaining("0 x 4");
        assertThatThrownBy(() -> Maps.gaussian(map, 0)).hasMessageContaining("sigma 0.0");
        assertThatThrownBy(() -> Maps.gaussian(map, Double.NaN)).hasMessageContaining("sigma NaN");
    }

    private static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) array.get(i).asDouble();
        }
        return values;
    }
}
