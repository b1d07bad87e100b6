package io.loupe.detectors.efficientad;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.efficientad.EfficientAdSettings.Frame;
import java.util.Arrays;
import java.util.List;

/** From the raw maps of an image to its anomaly map: scaled, averaged, framed (algorithm 2 of the paper). */
final class FinalMap {
    private final Geometry rows;
    private final Geometry columns;
    private final Frame frame;
    private final List<MapScale> scales;

    /** @param scales one for each kind of raw map */
    FinalMap(EfficientAdSettings settings, List<MapScale> scales) {
        this.rows = settings.rows();
        this.columns = settings.columns();
        this.frame = settings.frame();
        this.scales = List.copyOf(scales);
    }

    /**
     * @param raw structural map, and the logical one if there is one; values row by row
     * @return one value for each cell of four pixels of the whole resized image
     */
    AnomalyMap of(List<float[]> raw) {
        float[] combined = new float[rows.cells() * columns.cells()];
        for (int i = 0; i < combined.length; i++) {
            double sum = 0;
            for (int kind = 0; kind < scales.size(); kind++) {
                sum += scales.get(kind).of(raw.get(kind)[i]);
            }
            combined[i] = (float) (sum / scales.size());
        }
        return rows.frame() == 0 ? new AnomalyMap(columns.cells(), rows.cells(), combined) : framed(combined);
    }

    private AnomalyMap framed(float[] inner) {
        int width = columns.cells() + 2 * columns.frame();
        int height = rows.cells() + 2 * rows.frame();
        float[] whole = new float[width * height];
        Arrays.fill(whole, outside());
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int row = y - rows.frame();
                int column = x - columns.frame();
                boolean seen = row >= 0 && row < rows.cells() && column >= 0 && column < columns.cells();
                if (seen || frame == Frame.EDGE) {
                    int nearest = Math.clamp(row, 0, rows.cells() - 1) * columns.cells()
                            + Math.clamp(column, 0, columns.cells() - 1);
                    whole[y * width + x] = inner[nearest];
                }
            }
        }
        return new AnomalyMap(width, height, whole);
    }

    private float outside() {
        return switch (frame) {
            case LOWEST ->
                (float) scales.stream()
                        .mapToDouble(scale -> scale.of(0))
                        .average()
                        .orElseThrow();
            case ZERO_NORMALISED, EDGE, REFLECT -> 0;
        };
    }
}
