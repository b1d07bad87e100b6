package io.loupe.detectors.engine;

/** The pseudo-random numbers of {@code golden_vtadl.py}, so that golden files need not hold inputs. */
public final class Formula {
    private Formula() {}

    /** Numbers within {@code shift - scale} and {@code shift + scale}. */
    public static float[] values(long salt, int count, double scale, double shift) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            long x = ((i + 1) * 2654435761L + salt * 40503L) & 0xFFFFFFFFL;
            x ^= x >>> 16;
            x = (x * 0x45D9F3BL) & 0xFFFFFFFFL;
            x ^= x >>> 16;
            values[i] = (float) ((x * 0x1p-32 * 2 - 1) * scale + shift);
        }
        return values;
    }
}
