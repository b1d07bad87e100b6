package io.loupe.detectors.heatmap;

import io.loupe.detectors.metric.Curve;
import io.loupe.detectors.metric.Curve.Point;
import java.util.Locale;

/** A curve as a small SVG on a transparent ground, in colours that can be read on white and on black. */
public final class CurveSvg {
    private static final int LEFT = 52;
    private static final int TOP = 34;
    private static final int SIDE = 240;
    private static final int WIDTH = LEFT + SIDE + 18;
    private static final int HEIGHT = TOP + SIDE + 46;
    private static final String INK = "#7d8590";
    private static final String LINE = "#3b82f6";

    private CurveSvg() {}

    /**
     * Draws a curve within the unit square.
     *
     * @param title above the drawing, such as {@code PRO, area to 0.3: 0.912}
     * @param xLabel below it
     * @param yLabel beside it
     * @param limit the area is shaded from 0 to here
     */
    public static String draw(String title, String xLabel, String yLabel, Curve curve, double limit) {
        StringBuilder svg = new StringBuilder(8192);
        svg.append(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\""
                        + " aria-label=\"%s\" font-family=\"system-ui, sans-serif\" font-size=\"11\" fill=\"%s\">%n",
                WIDTH, HEIGHT, WIDTH, HEIGHT, escape(title), INK));
        svg.append(format(
                "<text x=\"%d\" y=\"18\" font-size=\"13\" font-weight=\"600\">%s</text>%n", LEFT, escape(title)));
        grid(svg);
        String path = path(curve);
        if (!path.isEmpty()) {
            svg.append(format(
                    "<clipPath id=\"limit\"><rect x=\"%d\" y=\"%d\" width=\"%s\" height=\"%d\"/></clipPath>%n",
                    LEFT, TOP, number(limit * SIDE), SIDE));
            svg.append(format(
                    "<path clip-path=\"url(#limit)\" fill=\"%s\" fill-opacity=\"0.15\" d=\"%s V%s H%d Z\"/>%n",
                    LINE, path, number(y(0)), LEFT));
            svg.append(format(
                    "<path fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-linejoin=\"round\" d=\"%s\"/>%n",
                    LINE, path));
        }
        if (limit < 1) {
            svg.append(format(
                    "<path stroke=\"%s\" stroke-dasharray=\"3 3\" d=\"M%s %d v%d\"/>%n",
                    INK, number(x(limit)), TOP, SIDE));
        }
        int middle = TOP + SIDE / 2;
        svg.append(format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                LEFT + SIDE / 2, HEIGHT - 8, escape(xLabel)));
        svg.append(format(
                "<text x=\"14\" y=\"%d\" text-anchor=\"middle\" transform=\"rotate(-90 14 %d)\">%s</text>%n</svg>%n",
                middle, middle, escape(yLabel)));
        return svg.toString();
    }

    private static void grid(StringBuilder svg) {
        for (int i = 0; i <= 5; i++) {
            double value = i / 5.0;
            String opacity = i == 0 ? "0.9" : "0.25";
            svg.append(format(
                    "<path stroke=\"%s\" stroke-opacity=\"%s\" d=\"M%d %s h%d M%s %d v%d\"/>%n",
                    INK, opacity, LEFT, number(y(value)), SIDE, number(x(value)), TOP, SIDE));
            svg.append(format(
                    "<text x=\"%s\" y=\"%d\" text-anchor=\"middle\">%.1f</text>"
                            + "<text x=\"%d\" y=\"%s\" text-anchor=\"end\">%.1f</text>%n",
                    number(x(value)), TOP + SIDE + 16, value, LEFT - 7, number(y(value) + 4), value));
        }
    }

    private static String path(Curve curve) {
        StringBuilder path = new StringBuilder();
        for (Point point : curve.points()) {
            path.append(path.isEmpty() ? 'M' : 'L')
                    .append(number(x(point.x())))
                    .append(' ')
                    .append(number(y(point.y())));
        }
        return path.toString();
    }

    private static double x(double value) {
        return LEFT + value * SIDE;
    }

    private static double y(double value) {
        return TOP + (1 - value) * SIDE;
    }

    private static String number(double value) {
        String text = format("%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of its own
    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values).replace("\r\n", "\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
