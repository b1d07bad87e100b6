package io.loupe.web.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.tracking.TrackingException;
import io.loupe.web.artifact.TrialArtifacts;
import io.loupe.web.catalogue.Arm;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.pages.layout.SeriesStyle;
import io.loupe.web.results.Place;
import io.loupe.web.results.Results;
import io.loupe.workflows.trial.TrialState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The curves of every trial, as evaluation wrote them, thinned to what a small drawing can show. */
final class ReportCurves {
    /** Points nearer than this to the last one kept are left out, in units of a drawing's side. */
    private static final double STEP = 0.006;

    private final TrialArtifacts artifacts;
    private final ObjectMapper json;

    ReportCurves(TrialArtifacts artifacts, ObjectMapper json) {
        this.artifacts = artifacts;
        this.json = json;
    }

    private record Kind(String file, String title, double limit) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("curves/roc_image.json", "ROC of images", 1),
            new Kind("curves/pro.json", "PRO, to a false positive rate of 0.3", 0.3));

    List<Report.Curves> of(Results results, List<Arm> arms) {
        List<Report.Curves> all = new ArrayList<>();
        for (Place place : results.places()) {
            for (Kind kind : KINDS) {
                List<Report.Line> lines = new ArrayList<>();
                String y = "";
                for (Arm arm : arms) {
                    for (Trial trial : results.cell(place, arm.position())) {
                        Optional<JsonNode> curve = read(trial, kind.file());
                        if (curve.isPresent()) {
                            y = curve.get().path("y").asText();
                            lines.add(new Report.Line(
                                    arm.name(),
                                    SeriesStyle.of(arm.position()),
                                    trial.seed(),
                                    thin(curve.get().path("points"), kind.limit())));
                        }
                    }
                }
                if (!lines.isEmpty()) {
                    all.add(new Report.Curves(
                            place.category(), kind.title(), "false positive rate", y, kind.limit(), lines));
                }
            }
        }
        return all;
    }

    private Optional<JsonNode> read(Trial trial, String file) {
        if (trial.state() != TrialState.SUCCEEDED) {
            return Optional.empty();
        }
        return artifacts.read(trial, file).map(bytes -> {
            try {
                return json.readTree(bytes);
            } catch (IOException e) {
                throw new TrackingException(
                        "trial " + trial.id() + ": " + file + " cannot be read: " + e.getMessage(), false, e);
            }
        });
    }

    /** First, last, and whatever moves; the point where the curve leaves the drawing is put on its edge. */
    static List<double[]> thin(JsonNode points, double limit) {
        List<double[]> kept = new ArrayList<>();
        double[] last = null;
        for (JsonNode node : points) {
            double[] point = {node.get(0).asDouble(), node.get(1).asDouble()};
            if (last != null && point[0] > limit) {
                double share = (limit - last[0]) / (point[0] - last[0]);
                kept.add(new double[] {limit, last[1] + share * (point[1] - last[1])});
                return kept;
            }
            if (kept.isEmpty()
                    || Math.abs(point[0] - kept.getLast()[0]) / limit + Math.abs(point[1] - kept.getLast()[1])
                            >= STEP) {
                kept.add(point);
            }
            last = point;
        }
        if (last != null && kept.getLast() != last) {
            kept.add(last);
        }
        return kept;
    }
}
