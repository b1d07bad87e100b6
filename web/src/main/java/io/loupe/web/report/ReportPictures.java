package io.loupe.web.report;

import io.loupe.tracking.TrackingException;
import io.loupe.web.artifact.DatasetImages;
import io.loupe.web.artifact.TrialArtifacts;
import io.loupe.web.artifact.TrialArtifacts.HeatMap;
import io.loupe.web.catalogue.Arm;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.results.Place;
import io.loupe.web.results.Results;
import io.loupe.workflows.trial.TrialState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Contact sheets: for each place a few test images, as they are and as each arm's first seed sees them. Which ones is a rule,
 * not a choice: the good image with the highest score of the first arm, and the first image of every type of defect.
 */
@ApplicationScoped
class ReportPictures {
    private static final int WIDTH = 128;
    private static final int MOST_ROWS = 7;

    private final TrialArtifacts artifacts;
    private final DatasetImages images;

    ReportPictures(TrialArtifacts artifacts, DatasetImages images) {
        this.artifacts = artifacts;
        this.images = images;
    }

    List<Report.Sheet> of(Results results, List<Arm> arms) {
        return results.places().stream()
                .flatMap(place -> sheet(results, place, arms).stream())
                .toList();
    }

    private record Seen(Trial trial, Map<String, HeatMap> byImage) {}

    private Optional<Report.Sheet> sheet(Results results, Place place, List<Arm> arms) {
        List<Optional<Seen>> seen = arms.stream()
                .map(arm -> results.cell(place, arm.position()).stream()
                        .filter(trial -> trial.state() == TrialState.SUCCEEDED)
                        .findFirst()
                        .map(this::seen))
                .toList();
        List<HeatMap> chosen = seen.stream()
                .flatMap(Optional::stream)
                .filter(arm -> !arm.byImage().isEmpty())
                .findFirst()
                .map(arm -> choose(List.copyOf(arm.byImage().values())))
                .orElse(List.of());
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Report.Sheet(
                place.category(),
                arms.stream().map(Arm::name).toList(),
                seen.stream().map(arm -> arm.map(this::scale).orElse("")).toList(),
                chosen.stream().map(image -> row(place, image, seen)).toList()));
    }

    private Seen seen(Trial trial) {
        Map<String, HeatMap> byImage = new LinkedHashMap<>();
        artifacts.heatMaps(trial).forEach(image -> byImage.put(image.image(), image));
        return new Seen(trial, byImage);
    }

    static List<HeatMap> choose(List<HeatMap> all) {
        List<HeatMap> chosen = new ArrayList<>();
        all.stream()
                .filter(image -> !image.defective())
                .max(Comparator.comparingDouble(HeatMap::score))
                .ifPresent(chosen::add);
        all.stream().filter(HeatMap::defective).map(HeatMap::defect).distinct().forEach(defect -> all.stream()
                .filter(image -> image.defective() && image.defect().equals(defect))
                .min(Comparator.comparing(HeatMap::image))
                .ifPresent(chosen::add));
        return chosen.subList(0, Math.min(MOST_ROWS, chosen.size()));
    }

    private Report.SheetRow row(Place place, HeatMap image, List<Optional<Seen>> seen) {
        return new Report.SheetRow(
                image.image(),
                image.defective() ? image.defect() : "good",
                original(place, image.image()),
                seen.stream().map(arm -> cell(arm, image.image())).toList());
    }

    private Report.SheetCell cell(Optional<Seen> arm, String image) {
        Optional<HeatMap> map = arm.map(seen -> seen.byImage().get(image));
        return new Report.SheetCell(
                map.map(found -> Format.score(found.score())).orElse(""),
                map.filter(found -> !found.heatMap().isEmpty())
                        .flatMap(found -> artifacts.thumbnail(arm.get().trial(), found.heatMap(), WIDTH))
                        .map(Base64.getEncoder()::encodeToString)
                        .orElse(""));
    }

    private String original(Place place, String path) {
        try {
            return images.content(place.dataset(), place.version(), path, WIDTH)
                    .map(content -> Base64.getEncoder().encodeToString(content.bytes()))
                    .orElse("");
        } catch (TrackingException unreadable) {
            return "";
        }
    }

    private String scale(Seen seen) {
        return artifacts.scale(seen.trial()).map(ReportPictures::words).orElse("");
    }

    private static String words(TrialArtifacts.Scale scale) {
        String range = "colours from " + Format.score(scale.low()) + " to " + Format.score(scale.high());
        return switch (scale.from()) {
            case "validation" -> range + "; good held-out images stay below " + Format.score(scale.goodHigh());
            case "test-good" -> range + "; good test images stay below " + Format.score(scale.goodHigh());
            default -> range;
        };
    }
}
