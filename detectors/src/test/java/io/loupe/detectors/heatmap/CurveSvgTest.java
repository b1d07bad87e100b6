package io.loupe.detectors.heatmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.metric.Curve;
import io.loupe.detectors.metric.Curve.Point;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

final class CurveSvgTest {
    private static final Curve CURVE = new Curve(List.of(new Point(0, 0), new Point(0.1, 0.8), new Point(1, 1)));

    @Test
    void theDrawingIsWellFormedAndSaysWhatItShows() throws Exception {
        String svg = CurveSvg.draw("A < B & \"C\"", "false positive rate", "overlap", CURVE, 0.3);

        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getDocumentElement().getAttribute("aria-label")).isEqualTo("A < B & \"C\"");
        assertThat(svg).contains("M52 274L76 82L292 34");
    }

    @Test
    void numbersDoNotDependOnTheMachinesLanguage() {
        Locale before = Locale.getDefault();
        try {
            String expected = CurveSvg.draw("t", "x", "y", CURVE, 0.3);
            Locale.setDefault(Locale.GERMANY);
            assertThat(CurveSvg.draw("t", "x", "y", CURVE, 0.3)).isEqualTo(expected);
        } finally {
            Locale.setDefault(before);
        }
    }
}
