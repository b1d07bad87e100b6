package io.loupe.web.artifact;

import io.loupe.tracking.TrackingException;
import jakarta.enterprise.context.ApplicationScoped;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Small pictures of large ones, as JPEG; those made last are kept. */
@ApplicationScoped
class Thumbnails {
    private static final long KEPT_BYTES = 32L << 20;
    /** Decoding takes memory of four bytes a pixel; few at once keep the process small. */
    private final Semaphore decoders = new Semaphore(2);

    private final Recent<Key, byte[]> kept = new Recent<>(KEPT_BYTES);

    private record Key(String sha256, int width) {}

    byte[] of(String sha256, int width, Supplier<byte[]> original) {
        Key key = new Key(sha256, width);
        return kept.get(key).orElseGet(() -> {
            byte[] made = make(original.get(), width);
            kept.put(key, made, made.length);
            return made;
        });
    }

    private byte[] make(byte[] original, int width) {
        decoders.acquireUninterruptibly();
        try {
            return encode(JpegTurn.upright(scale(decode(original, width), width), original));
        } catch (IOException e) {
            throw new TrackingException("not a picture: " + e.getMessage(), false, e);
        } finally {
            decoders.release();
        }
    }

    /** Reads only every n-th pixel of a picture that is far larger than what is asked for. */
    private static BufferedImage decode(byte[] original, int width) throws IOException {
        try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(original))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new IOException("no known format");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                int step = Math.max(1, reader.getWidth(0) / (2 * width));
                ImageReadParam parameters = reader.getDefaultReadParam();
                parameters.setSourceSubsampling(step, step, 0, 0);
                return reader.read(0, parameters);
            } finally {
                reader.dispose();
            }
        }
    }

    private static BufferedImage scale(BufferedImage image, int width) {
        int toWidth = Math.min(width, image.getWidth());
        int toHeight = Math.max(1, Math.round((float) image.getHeight() * toWidth / image.getWidth()));
        BufferedImage small = new BufferedImage(toWidth, toHeight, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, toWidth, toHeight, null);
        graphics.dispose();
        return small;
    }

    private static byte[] encode(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "jpeg", bytes)) {
            throw new IOException("no JPEG writer");
        }
        return bytes.toByteArray();
    }
}
