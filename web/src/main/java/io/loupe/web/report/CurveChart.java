package io.loupe.web.report;

import java.util.List;
import java.util.Locale;

/** Curves of several trials in one square of SVG, in the colours and dashes of their arms; styles are classes of the house. */
final class CurveChart {
    private static final int LEFT = 40;
    private static final int TOP = 8;
    private static final int SIDE = 220;
    private static final int WIDTH = LEFT + SIDE + 12;
    private static final int HEIGHT = TOP + SIDE + 40;
    private static final List<String> DASHES = List.of("", "5 3", "8 2 2 2", "2 3", "2 3", "", "5 3", "8 2 2 2");

    private CurveChart() {}

    static String draw(Report.Curves curves) {
        StringBuilder svg = new StringBuilder(8192);
        svg.append(format(
                "<svg class=\"curves\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\">",
                WIDTH, HEIGHT, WIDTH, HEIGHT, escape(curves.place() + ", " + curves.kind())));
        for (int i = 0; i <= 5; i++) {
            double share = i / 5.0;
            svg.append(format(
                    "<path class=\"grid\" d=\"M%d %sh%dM%s %dv%d\"/>",
                    LEFT, number(y(share)), SIDE, number(LEFT + share * SIDE), TOP, SIDE));
            svg.append(format(
                    "<text x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s</text><text x=\"%d\" y=\"%s\""
                            + " text-anchor=\"end\">%s</text>",
                    number(LEFT + share * SIDE),
                    TOP + SIDE + 14,
                    tick(share * curves.limit()),
                    LEFT - 5,
                    number(y(share) + 4),
                    tick(share)));
        }
        for (Report.Line line : curves.lines()) {
            svg.append(format(
                    "<path class=\"line s%d\" d=\"%s\"%s/>",
                    line.series(), path(line.points(), curves.limit()), dash(line.series())));
        }
        svg.append(format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                LEFT + SIDE / 2, HEIGHT - 6, escape(curves.x())));
        return svg.append("</svg>").toString();
    }

    private static String dash(int series) {
        String dash = DASHES.get(series - 1);
        return dash.isEmpty() ? "" : " stroke-dasharray=\"" + dash + "\"";
    }

    private static String path(List<double[]> points, double limit) {
        StringBuilder path = new StringBuilder();
        for (double[] point : points) {
            path.append(path.isEmpty() ? 'M' : 'L')
                    .append(number(LEFT + Math.clamp(point[0] / limit, 0, 1) * SIDE))
                    .append(' ')
                    .append(number(y(point[1])));
        }
        return path.toString();
    }

    private static double y(double share) {
        return TOP + (1 - Math.clamp(share, 0, 1)) * SIDE;
    }

    private static String tick(double value) {
        String text = format("%.2f", value);
        return text.endsWith("0") ? text.substring(0, text.length() - 1) : text;
    }

    private static String number(double value) {
        String text = format("%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of its own
    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
