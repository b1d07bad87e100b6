package io.loupe.detectors.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes 8-bit PNGs: no time, no text, no profile inside, so that equal pictures are equal files. */
public final class PngWriter {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int FILTERS = 5;
    private static final int GREY = 0;
    private static final int RGB = 2;
    private static final int COMPRESSION = 4;

    private PngWriter() {}

    /**
     * Writes a picture, replacing what the file held.
     *
     * @param channels 1 (grey) or 3 (red, green, blue)
     * @param samples {@code height * width * channels} of them, row by row, a pixel's channels side by side (HWC)
     */
    public static void write(Path file, int width, int height, int channels, byte[] samples) throws IOException {
        Files.write(file, encode(width, height, channels, samples));
    }

    /** The bytes of the file, see {@link #write}. */
    public static byte[] encode(int width, int height, int channels, byte[] samples) {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException(channels + " channels; a PNG is written with 1 (grey) or 3 (RGB)");
        }
        if (samples.length != width * height * channels) {
            throw new IllegalArgumentException(samples.length + " samples do not fill " + height + " x " + width + " x "
                    + channels + " (height, width, channels)");
        }
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put((byte) 8).put((byte) (channels == 1 ? GREY : RGB));
        ByteArrayOutputStream file = new ByteArrayOutputStream(samples.length / 2 + 100);
        file.writeBytes(SIGNATURE);
        chunk(file, "IHDR", header.array(), header.capacity());
        byte[] filtered = filter(width * channels, height, channels, samples);
        Deflater deflater = new Deflater(COMPRESSION);
        try {
            deflater.setInput(filtered);
            deflater.finish();
            byte[] compressed = new byte[filtered.length + filtered.length / 1000 + 100];
            int length = deflater.deflate(compressed);
            chunk(file, "IDAT", compressed, length);
        } finally {
            deflater.end();
        }
        chunk(file, "IEND", new byte[0], 0);
        return file.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream file, String name, byte[] content, int length) {
        byte[] type = name.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(type);
        checksum.update(content, 0, length);
        file.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
        file.writeBytes(type);
        file.write(content, 0, length);
        file.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }

    /** Chooses for each row the filter with the smallest sum of absolute differences (PNG specification, 12.8). */
    private static byte[] filter(int stride, int height, int step, byte[] samples) {
        byte[] result = new byte[(stride + 1) * height];
        byte[][] candidates = new byte[FILTERS][stride];
        int[] above = new int[stride + step]; // begins with a pixel of zeros, as the row does
        int[] row = new int[stride + step];
        for (int y = 0; y < height; y++) {
            for (int i = 0; i < stride; i++) {
                row[step + i] = samples[y * stride + i] & 0xff;
            }
            int best = 0;
            long smallest = Long.MAX_VALUE;
            for (int kind = 0; kind < FILTERS; kind++) {
                long sum = filterRow(kind, row, above, step, candidates[kind]);
                if (sum < smallest) {
                    smallest = sum;
                    best = kind;
                }
            }
            result[y * (stride + 1)] = (byte) best;
            System.arraycopy(candidates[best], 0, result, y * (stride + 1) + 1, stride);
            int[] done = above;
            above = row;
            row = done;
        }
        return result;
    }

    private static long filterRow(int kind, int[] row, int[] above, int step, byte[] to) {
        switch (kind) {
            case 0 -> {
                for (int i = 0; i < to.length; i++) {
                    to[i] = (byte) row[step + i];
                }
            }
            case 1 -> {
                for (int i = 0; i < to.length; i++) {
                    to[i] = (byte) (row[step + i] - row[i]);
                }
            }
            case 2 -> {
                for (int i = 0; i < to.length; i++) {
                    to[i] = (byte) (row[step + i] - above[step + i]);
                }
            }
            case 3 -> {
                for (int i = 0; i < to.length; i++) {
                    to[i] = (byte) (row[step + i] - (row[i] + above[step + i]) / 2);
                }
            }
            default -> {
                for (int i = 0; i < to.length; i++) {
                    to[i] = (byte) (row[step + i] - paeth(row[i], above[step + i], above[i]));
                }
            }
        }
        long sum = 0;
        for (byte difference : to) {
            sum += Math.abs(difference);
        }
        return sum;
    }

    private static int paeth(int left, int above, int corner) {
        int estimate = left + above - corner;
        int toLeft = Math.abs(estimate - left);
        int toAbove = Math.abs(estimate - above);
        int toCorner = Math.abs(estimate - corner);
        if (toLeft <= toAbove && toLeft <= toCorner) {
            return left;
        }
        return toAbove <= toCorner ? above : corner;
    }
}
