package io.loupe.web.artifact;

import io.loupe.tracking.TrackingException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/** One mask made of several: white where one of them is above black. */
final class MaskUnion {
    private static final int WHITE = 255;

    private MaskUnion() {}

    /** @param masks at least one, of one size, as the import has made sure */
    static byte[] png(List<byte[]> masks) {
        try {
            BufferedImage first = decode(masks.getFirst());
            BufferedImage all = new BufferedImage(first.getWidth(), first.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
            for (byte[] mask : masks) {
                add(decode(mask), all);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(all, "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new TrackingException("not a mask: " + e.getMessage(), false, e);
        }
    }

    private static BufferedImage decode(byte[] mask) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(mask));
        if (image == null) {
            throw new IOException("no known format");
        }
        return image;
    }

    private static void add(BufferedImage mask, BufferedImage all) {
        int width = Math.min(mask.getWidth(), all.getWidth());
        int height = Math.min(mask.getHeight(), all.getHeight());
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            mask.getRaster().getSamples(0, y, width, 1, 0, row);
            for (int x = 0; x < width; x++) {
                if (row[x] > 0) {
                    all.getRaster().setSample(x, y, 0, WHITE);
                }
            }
        }
    }
}
