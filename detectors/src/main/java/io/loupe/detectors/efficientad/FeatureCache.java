package io.loupe.detectors.efficientad;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A frozen network's outputs on training images, as many as the limit allows, in a temporary file that the system keeps
 * in memory while there is room. It goes with the process and is never part of a checkpoint: what it holds is what would be
 * computed.
 */
public final class FeatureCache implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FeatureCache.class);
    private static final long MEBIBYTE = 1 << 20;

    private int slots;
    private final ByteBuffer buffer;
    private final BitSet filled = new BitSet();
    private Optional<FileChannel> file = Optional.empty();

    /**
     * @param images number of training images
     * @param values of one image
     * @param limit MiB
     */
    public FeatureCache(int images, int values, int limit) {
        long size = (long) values * Float.BYTES;
        this.slots = (int) Math.min(images, limit * MEBIBYTE / size);
        this.buffer = ByteBuffer.allocateDirect(slots == 0 ? 0 : Math.toIntExact(size))
                .order(ByteOrder.nativeOrder());
        LOG.info(
                "a frozen network's outputs of {} of {} training images are kept in a temporary file, {} MiB",
                slots,
                images,
                slots * size / MEBIBYTE);
    }

    /** The outputs of an image, computed when they are not there yet. */
    public float[] get(int image, Supplier<float[]> compute) {
        if (image >= slots) {
            return compute.get();
        }
        try {
            if (filled.get(image)) {
                return read(image);
            }
            float[] values = compute.get();
            write(image, values);
            return values;
        } catch (IOException full) {
            LOG.warn("a frozen network's outputs cannot be kept ({}); each step computes them", full.getMessage());
            close();
            slots = 0;
            return compute.get();
        }
    }

    /** How many images, from the first, can be kept. */
    public int slots() {
        return slots;
    }

    private float[] read(int image) throws IOException {
        buffer.clear();
        long from = (long) image * buffer.capacity();
        while (buffer.hasRemaining()) {
            if (channel().read(buffer, from + buffer.position()) < 0) {
                throw new IOException("the file ends early");
            }
        }
        float[] values = new float[buffer.capacity() / Float.BYTES];
        buffer.flip().asFloatBuffer().get(values);
        return values;
    }

    private void write(int image, float[] values) throws IOException {
        buffer.clear();
        buffer.asFloatBuffer().put(values);
        long from = (long) image * buffer.capacity();
        while (buffer.hasRemaining()) {
            channel().write(buffer, from + buffer.position());
        }
        filled.set(image);
    }

    private FileChannel channel() throws IOException {
        if (file.isEmpty()) {
            Path path = Files.createTempFile("loupe-teacher-", ".features");
            file = Optional.of(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
            // Without a name it goes with the process, however that ends.
            Files.delete(path);
        }
        return file.get();
    }

    @Override
    public void close() {
        try {
            if (file.isPresent()) {
                file.get().close();
            }
        } catch (IOException gone) {
            LOG.debug("closing the temporary file", gone);
        }
        file = Optional.empty();
    }
}
