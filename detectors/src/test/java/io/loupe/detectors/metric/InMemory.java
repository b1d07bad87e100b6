package io.loupe.detectors.metric;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.dataset.PixelMask;
import java.util.BitSet;

/** A map and a mask held in memory. */
record InMemory(String name, AnomalyMap map, PixelMask mask, String defectType) implements ScoredPixels {
    InMemory(String name, AnomalyMap map, PixelMask mask) {
        this(name, map, mask, "");
    }

    InMemory typed(String type) {
        return new InMemory(name, map, mask, type);
    }

    /** Every character of {@code mask} but a dot is a defective pixel; rows are separated by blanks. */
    static InMemory of(String mask, double... scores) {
        String[] rows = mask.split(" ");
        boolean[] defective = new boolean[scores.length];
        String pixels = String.join("", rows);
        for (int i = 0; i < defective.length; i++) {
            defective[i] = pixels.charAt(i) != '.';
        }
        return of(rows[0].length(), rows.length, scores, defective);
    }

    static InMemory of(int width, int height, double[] scores, boolean[] defective) {
        float[] values = new float[scores.length];
        BitSet bits = new BitSet();
        for (int i = 0; i < scores.length; i++) {
            values[i] = (float) scores[i];
            bits.set(i, defective[i]);
        }
        return new InMemory("image", new AnomalyMap(width, height, values), new PixelMask(width, height, bits));
    }
}
