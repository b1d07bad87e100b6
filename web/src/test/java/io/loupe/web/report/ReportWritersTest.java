package io.loupe.web.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loupe.web.artifact.Deployment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ReportWritersTest {
    private static final Instant AT = Instant.parse("2026-03-12T14:32:31Z");

    private static final byte[] METRICS = """
            {"deployment": {"validation_images": 21, "thresholds": [
              {"rule": "percentile-99", "threshold": 0.25, "precision": 0.9, "recall": 0.75, "false_alarm_rate": 0.048}]}}
            """.getBytes(StandardCharsets.UTF_8);

    private static Report report() {
        ObjectNode receipt = new ObjectMapper().createObjectNode();
        receipt.putObject("computed").put("device", "cpu");
        receipt.putArray("checkpoints").addObject().putObject("sha256").put("weights", "abc");
        Report.InPrint print = new Report.InPrint(
                "", "VT-ADL", 0.928, "0.928", false, OptionalDouble.empty(), "", List.of("Why."), "Table III", "read");
        Report.Figure figure = new Report.Figure(
                "a & b_c",
                OptionalDouble.of(0.871),
                OptionalDouble.of(0.011),
                3,
                "0.871 ± 0.011",
                Optional.empty(),
                "",
                List.of(print));
        return new Report(
                1,
                "0.1",
                AT,
                "id",
                "100 % of it",
                "",
                "SUCCEEDED",
                AT,
                Optional.empty(),
                List.of(),
                List.of(new Report.Arm("a & b_c", "vt-adl", "paper", 1, Map.of())),
                List.of(new Report.Table(
                        "eval/au_pro_0.3",
                        "AU-PRO 0.3",
                        "",
                        true,
                        List.of(new Report.Row("metal_nut", "", List.of(figure))),
                        Optional.empty(),
                        List.of(),
                        List.of())),
                List.of(),
                List.of(),
                List.of(),
                List.of(new Report.Cell(
                        "t",
                        "metal_nut / a / seed 1",
                        "metal_nut",
                        "=cmd, \"x\"",
                        1,
                        "SUCCEEDED",
                        Map.of("eval/au_pro_0.3", 0.1234567890123456),
                        Optional.empty(),
                        Optional.of(new Report.Thresholds(
                                21,
                                List.of(new Report.Rule(
                                        Deployment.read(METRICS).rules().getFirst(),
                                        List.of("0.25", "0.900", "0.750", "0.048"))))),
                        Optional.of(receipt))),
                "");
    }

    @Test
    void csvKeepsEveryDigitAndNothingIsAFormula() {
        List<String> lines = CsvReport.write(report()).lines().toList();

        assertThat(lines).hasSize(2);
        assertThat(lines.get(1))
                .isEqualTo(
                        "id,t,metal_nut,\"'=cmd, \"\"x\"\"\",1,SUCCEEDED,eval/au_pro_0.3,0.1234567890123456,abc,cpu");
    }

    @Test
    void latexEscapesNamesAndMarksWhatIsNotComparable() {
        String tex = LatexReport.write(report());

        assertThat(tex)
                .contains("\\caption{100 \\% of it: AU-PRO 0.3.")
                .contains("Category & a \\& b\\_c \\\\")
                .contains("metal\\_nut & 0.871 $\\pm$ 0.011 [$\\neq$ 0.928] \\\\")
                .contains("\\begin{tabular}{lr}");
        assertThat(LatexReport.escape("a\\b~c^d{e}"))
                .isEqualTo("a\\textbackslash{}b\\textasciitilde{}c\\textasciicircum{}d\\{e\\}");
    }

    @Test
    void curvesEndAtTheEdgeOfTheDrawing() throws Exception {
        var points = new ObjectMapper().readTree("[[0,0],[0.1,0.5],[0.5,0.9],[1,1]]");

        List<double[]> kept = ReportCurves.thin(points, 0.3);

        assertThat(kept).hasSize(3);
        assertThat(kept.getLast()[0]).isEqualTo(0.3);
        assertThat(kept.getLast()[1]).isCloseTo(0.7, org.assertj.core.api.Assertions.within(1e-12));
    }
}
