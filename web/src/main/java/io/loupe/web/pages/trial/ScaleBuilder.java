package io.loupe.web.pages.trial;

import io.loupe.web.artifact.TrialArtifacts.Scale;
import io.loupe.web.pages.layout.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The legend of the heat maps: what their colours stand for. The map is "inferno", even and safe for colour blindness. */
final class ScaleBuilder {
    private static final int LENGTH = 300;
    /** Inferno at nine even places (Smith and van der Walt, CC0). */
    private static final List<String> COLOURS =
            List.of("#000004", "#210c4a", "#57106e", "#8a226a", "#bc3754", "#e45a31", "#f98e09", "#f9cb35", "#fcffa4");

    private ScaleBuilder() {}

    static TrialView.Scale of(Scale scale) {
        List<TrialView.Stop> stops = new ArrayList<>();
        int pieces = 48;
        for (int i = 0; i < pieces; i++) {
            stops.add(new TrialView.Stop(
                    number((double) i * LENGTH / pieces),
                    number((double) LENGTH / pieces + 0.3),
                    colour((i + 0.5) / pieces)));
        }
        boolean marked = scale.high() > scale.low() && scale.goodHigh() < scale.high();
        return new TrialView.Scale(
                Format.score(scale.low()),
                Format.score(scale.goodHigh()),
                Format.score(scale.high()),
                marked ? number((scale.goodHigh() - scale.low()) / (scale.high() - scale.low()) * LENGTH) : "",
                words(scale, marked),
                stops);
    }

    private static String words(Scale scale, boolean marked) {
        if (!marked) {
            return "One scale for all images of this trial, from its test images.";
        }
        String which = scale.from().equals("validation") ? "good held-out images" : "good test images";
        return "One scale for all images of this trial, from " + which
                + ": black is their median, the mark what a half percent of their pixels exceed, the brightest three times as"
                + " far. A mask is outlined in cyan.";
    }

    private static String colour(double position) {
        double at = position * (COLOURS.size() - 1);
        int below = Math.min((int) at, COLOURS.size() - 2);
        StringBuilder mixed = new StringBuilder("#");
        for (int channel = 0; channel < 3; channel++) {
            int from = channel(below, channel);
            int to = channel(below + 1, channel);
            mixed.append(String.format(Locale.ROOT, "%02x", Math.round(from + (at - below) * (to - from))));
        }
        return mixed.toString();
    }

    private static int channel(int colour, int channel) {
        return Integer.parseInt(COLOURS.get(colour).substring(1 + 2 * channel, 3 + 2 * channel), 16);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
