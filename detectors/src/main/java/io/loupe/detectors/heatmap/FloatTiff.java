package io.loupe.detectors.heatmap;

import io.loupe.detectors.AnomalyMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Raw maps as TIFF with 32-bit floats, one strip, uncompressed, little endian: what MVTec's evaluation scripts, tifffile
 * and Pillow read. Written by hand, since the JDK's writer needs an image of Java 2D around every map.
 */
public final class FloatTiff {
    private static final short TIFF = 42;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int BEGIN_OF_DIRECTORY = 8;
    private static final int ENTRIES = 10;
    private static final int BEGIN_OF_DATA = 8 + 2 + 12 * ENTRIES + 4 + 2; // aligned to 4 bytes
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int STRIP_OFFSETS = 273;
    private static final int SAMPLES_PER_PIXEL = 277;
    private static final int ROWS_PER_STRIP = 278;
    private static final int STRIP_BYTES = 279;
    private static final int SAMPLE_FORMAT = 339;

    private FloatTiff() {}

    /** Writes a map, replacing what the file held. */
    public static void write(Path file, AnomalyMap map) throws IOException {
        int bytes = 4 * map.values().length;
        ByteBuffer tiff = ByteBuffer.allocate(BEGIN_OF_DATA + bytes).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put((byte) 'I').put((byte) 'I').putShort(TIFF).putInt(BEGIN_OF_DIRECTORY);
        tiff.putShort((short) ENTRIES);
        entry(tiff, WIDTH, LONG, map.width());
        entry(tiff, HEIGHT, LONG, map.height());
        entry(tiff, BITS, SHORT, 32);
        entry(tiff, COMPRESSION, SHORT, 1);
        entry(tiff, PHOTOMETRIC, SHORT, 1); // 0 is black
        entry(tiff, STRIP_OFFSETS, LONG, BEGIN_OF_DATA);
        entry(tiff, SAMPLES_PER_PIXEL, SHORT, 1);
        entry(tiff, ROWS_PER_STRIP, LONG, map.height());
        entry(tiff, STRIP_BYTES, LONG, bytes);
        entry(tiff, SAMPLE_FORMAT, SHORT, 3); // floating point
        tiff.position(BEGIN_OF_DATA).asFloatBuffer().put(map.values());
        Files.write(file, tiff.array());
    }

    /**
     * Reads a map that {@link #write} wrote.
     *
     * @throws IOException if the file is another kind of TIFF, or cut off
     */
    public static AnomalyMap read(Path file) throws IOException {
        ByteBuffer tiff = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (tiff.capacity() < BEGIN_OF_DATA || tiff.getShort(2) != TIFF || tiff.getShort(8) != ENTRIES) {
            throw new IOException(file + ": not a map written by Loupe");
        }
        int width = tiff.getInt(10 + 8);
        int height = tiff.getInt(10 + 12 + 8);
        if (tiff.capacity() != BEGIN_OF_DATA + 4L * width * height) {
            throw new IOException(file + ": cut off after " + tiff.capacity() + " bytes");
        }
        float[] values = new float[width * height];
        tiff.position(BEGIN_OF_DATA)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return new AnomalyMap(width, height, values);
    }

    private static void entry(ByteBuffer tiff, int tag, int type, int value) {
        tiff.putShort((short) tag).putShort((short) type).putInt(1).putInt(value);
    }
}
