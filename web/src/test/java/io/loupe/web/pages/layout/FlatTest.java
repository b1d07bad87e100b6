package io.loupe.web.pages.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlatTest {
    @Test
    void groupsBecomePathsInTheOrderOfTheDocument() {
        Map<String, Object> vae = new LinkedHashMap<>();
        vae.put("reading", "mdn-ll");
        vae.put("beta", 0.10);
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("loss", "mse-vae");
        settings.put("vae", vae);
        settings.put("seeds", List.of(1, 2));

        assertThat(Flat.of(settings))
                .containsExactly(
                        Map.entry("loss", "mse-vae"),
                        Map.entry("vae.reading", "mdn-ll"),
                        Map.entry("vae.beta", "0.1"),
                        Map.entry("seeds[0]", "1"),
                        Map.entry("seeds[1]", "2"));
    }

    @Test
    void smallNumbersReadAsInPapers() {
        assertThat(Flat.text(0.0001)).isEqualTo("1e-4");
        assertThat(Flat.text(0.00025)).isEqualTo("2.5e-4");
        assertThat(Flat.text(5.0)).isEqualTo("5");
    }

    @Test
    void whatIsNoNumberIsStillShown() {
        assertThat(Flat.text(Double.POSITIVE_INFINITY)).isEqualTo("Infinity");
        assertThat(Flat.text(Double.NaN)).isEqualTo("NaN");
        assertThat(Flat.text(Float.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
    }
}
