package io.loupe.detectors.image;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * One picture file, read whole. The JDK's decoders return what they could read of a file that is cut off, so the
 * structure of the file is checked first ({@link PngStructure}, {@link JpegStructure}, {@link
 * BmpStructure}, {@link TiffStructure}).
 */
public final class ImageFile {
    /** Above this, a picture is taken for a mistake (a decompressed gigapixel would end the process). */
    static final long PIXEL_LIMIT = 40_000_000;

    private static final int LARGEST_SAMPLE = 16;

    private static final String REPLACE = "replace the file";

    private final Path path;
    private final byte[] bytes;

    private ImageFile(Path path, byte[] bytes) {
        this.path = path;
        this.bytes = bytes;
    }

    /**
     * Reads the file's bytes.
     *
     * @throws DetectorException with {@code DATA} if it cannot be read
     */
    public static ImageFile read(Path path) {
        try {
            return new ImageFile(path, Files.readAllBytes(path));
        } catch (NoSuchFileException _) {
            throw new DetectorException(Kind.DATA, "the file does not exist", path.toString(), "put the file back");
        } catch (IOException e) {
            throw new DetectorException(
                    Kind.DATA,
                    "the file cannot be read (" + e.getMessage() + ")",
                    path.toString(),
                    "check the file's permissions and the disk");
        }
    }

    /** The file's content, unchanged. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * Decodes the picture, see {@link Images#read}.
     *
     * @throws DetectorException with {@code DATA} if it is cut off, damaged or in another format
     */
    public FloatImage decode() {
        if (PngStructure.isPng(bytes)) {
            PngStructure.problem(bytes).ifPresent(this::fail);
            return Orientation.upright(decode("png"), Orientation.ofPng(bytes));
        }
        if (JpegStructure.isJpeg(bytes)) {
            JpegStructure.problem(bytes).ifPresent(this::fail);
            return Orientation.upright(decode("jpeg"), Orientation.ofJpeg(bytes));
        }
        if (TiffStructure.isTiff(bytes)) {
            TiffStructure.problem(bytes).ifPresent(this::fail);
            return Orientation.upright(decode("tiff"), Orientation.ofTiff(bytes, 0));
        }
        if (BmpStructure.isBmp(bytes)) {
            BmpStructure.problem(bytes).ifPresent(this::fail);
            return decode("bmp");
        }
        throw notAPicture();
    }

    private FloatImage decode(String format) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        ImageReader reader = readers.next();
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((_, warning) -> warnings.add(warning));
        try (MemoryCacheImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(stream, true, true);
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            if (pixels > PIXEL_LIMIT) {
                throw new DetectorException(
                        Kind.DATA,
                        "the picture has " + pixels + " pixels, more than the " + PIXEL_LIMIT + " that are read",
                        path.toString(),
                        "scale it down or cut it into tiles");
            }
            BufferedImage picture = reader.read(0);
            if (format.equals("jpeg") && picture.getRaster().getNumBands() == 4) {
                throw new DetectorException(
                        Kind.DATA, "the JPEG holds CMYK colours", path.toString(), "convert it to RGB or grey");
            }
            requireWholeNumbers(picture);
            FloatImage image = toFloat(picture);
            warnings.stream().filter(ImageFile::tellsDamage).findFirst().ifPresent(this::fail);
            return image;
        } catch (IOException | RuntimeException e) {
            if (e instanceof DetectorException known) {
                throw known;
            }
            throw failure(
                    "the " + format.toUpperCase(Locale.ROOT) + " data cannot be decoded (" + e.getMessage() + ")");
        } finally {
            reader.dispose();
        }
    }

    /** TIFF may hold anything: distances, reflectances, printer's colours. */
    private void requireWholeNumbers(BufferedImage picture) {
        SampleModel samples = picture.getSampleModel();
        int type = samples.getDataType();
        boolean whole = type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT || type == DataBuffer.TYPE_INT;
        int colours = picture.getColorModel().getColorSpace().getType();
        boolean known = colours == ColorSpace.TYPE_GRAY || colours == ColorSpace.TYPE_RGB;
        if (!whole || samples.getSampleSize(0) > LARGEST_SAMPLE || !known) {
            throw new DetectorException(
                    Kind.DATA,
                    "the picture's values are neither 8 nor 16 bits of grey or RGB",
                    path.toString(),
                    "convert it to an 8-bit or 16-bit PNG");
        }
    }

    private static boolean tellsDamage(String warning) {
        return warning.startsWith("Corrupt") || warning.startsWith("Premature");
    }

    private static FloatImage toFloat(BufferedImage picture) {
        if (picture.getColorModel() instanceof IndexColorModel palette) {
            return fromPalette(picture.getRaster(), palette);
        }
        Raster raster = picture.getRaster();
        int channels = raster.getNumBands() < 3 ? 1 : 3; // a second or fourth band is transparency
        int width = raster.getWidth();
        int height = raster.getHeight();
        float[] values = new float[channels * width * height];
        int[] row = new int[width];
        for (int channel = 0; channel < channels; channel++) {
            float maximum = (1 << raster.getSampleModel().getSampleSize(channel)) - 1;
            for (int y = 0; y < height; y++) {
                raster.getSamples(0, y, width, 1, channel, row);
                int offset = (channel * height + y) * width;
                for (int x = 0; x < width; x++) {
                    values[offset + x] = row[x] / maximum;
                }
            }
        }
        return new FloatImage(width, height, channels, values);
    }

    private static FloatImage fromPalette(Raster raster, IndexColorModel palette) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        int channels = isGrey(palette) ? 1 : 3;
        float[] values = new float[channels * width * height];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            raster.getSamples(0, y, width, 1, 0, row);
            for (int channel = 0; channel < channels; channel++) {
                int offset = (channel * height + y) * width;
                for (int x = 0; x < width; x++) {
                    int shift = 16 - 8 * channel;
                    values[offset + x] = ((palette.getRGB(row[x]) >> shift) & 0xff) / 255f;
                }
            }
        }
        return new FloatImage(width, height, channels, values);
    }

    private static boolean isGrey(IndexColorModel palette) {
        for (int i = 0; i < palette.getMapSize(); i++) {
            if (palette.getRed(i) != palette.getGreen(i) || palette.getGreen(i) != palette.getBlue(i)) {
                return false;
            }
        }
        return true;
    }

    private DetectorException notAPicture() {
        if (bytes.length == 0) {
            return failure("the file is empty");
        }
        return new DetectorException(
                Kind.DATA,
                "the file is no PNG, JPEG, BMP or TIFF, whatever its name says",
                path.toString(),
                "convert it to PNG");
    }

    private void fail(String problem) {
        throw failure(problem);
    }

    private DetectorException failure(String problem) {
        return new DetectorException(Kind.DATA, problem, path.toString(), REPLACE);
    }
}
