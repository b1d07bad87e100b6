package io.loupe.detectors.sample;

import io.loupe.detectors.image.PngWriter;
import io.loupe.detectors.sample.Fault.Specimen;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Draws {@code docs/images/sample-strip.png}: one photograph of each kind above a close-up with the mask's outline. Run
 * {@code main} with the file to write.
 */
public final class SampleStrip {
    private static final int TILE = 136;
    private static final int GAP = 6;
    private static final int LABEL = 22;
    private static final int CLOSE_UP = 118; // pixels of the photograph
    private static final Color GROUND = new Color(0x14181f);
    private static final Color INK = new Color(0xd5dae2);
    private static final int OUTLINE = 0x1fe5ff;

    /** Seeds whose photographs show their fault well. */
    private static final long[] CHOICES = {2, 6, 2, 6, 2, 5, 3};

    private SampleStrip() {}

    public static void main(String[] arguments) throws IOException {
        Fault[] faults = Fault.values();
        int columns = faults.length + 1;
        BufferedImage strip =
                new BufferedImage(columns * (TILE + GAP) + GAP, 2 * TILE + 3 * GAP + LABEL, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = strip.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(GROUND);
        graphics.fillRect(0, 0, strip.getWidth(), strip.getHeight());
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        for (int column = 0; column < columns; column++) {
            Optional<Fault> fault = column == 0 ? Optional.empty() : Optional.of(faults[column - 1]);
            tile(graphics, column, fault);
        }
        graphics.dispose();
        PngWriter.write(Path.of(arguments[0]), strip.getWidth(), strip.getHeight(), 3, samples(strip));
    }

    private static byte[] samples(BufferedImage image) {
        byte[] samples = new byte[3 * image.getWidth() * image.getHeight()];
        for (int at = 0; at < samples.length; at++) {
            int pixel = at / 3;
            samples[at] =
                    (byte) (image.getRGB(pixel % image.getWidth(), pixel / image.getWidth()) >> (16 - 8 * (at % 3)));
        }
        return samples;
    }

    private static void tile(Graphics2D graphics, int column, Optional<Fault> fault) {
        Dice dice = Dice.of(CHOICES[column], column);
        Scene scene = Scene.random(dice);
        Photograph photograph =
                Photograph.of(scene, fault.map(f -> f.specimen(dice)).orElseGet(Specimen::sound));
        int x = GAP + column * (TILE + GAP);
        String name = fault.map(Fault::folder).orElse("good");
        graphics.setColor(INK);
        graphics.drawString(name, x + (TILE - graphics.getFontMetrics().stringWidth(name)) / 2, LABEL - 5);
        BufferedImage image = image(photograph, false);
        graphics.drawImage(shrunk(image), x, LABEL + GAP, null);
        int[] middle = middle(photograph.mask());
        BufferedImage closeUp = image(photograph, true).getSubimage(middle[0], middle[1], CLOSE_UP, CLOSE_UP);
        graphics.drawImage(closeUp, x, LABEL + 2 * GAP + TILE, TILE, TILE, null);
    }

    private static BufferedImage image(Photograph photograph, boolean outlined) {
        int size = SampleDataset.SIZE;
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        byte[] samples = photograph.samples();
        for (int at = 0; at < size * size; at++) {
            int rgb = (samples[3 * at] & 0xff) << 16 | (samples[3 * at + 1] & 0xff) << 8 | (samples[3 * at + 2] & 0xff);
            boolean border = outlined && !photograph.mask()[at] && besideMask(photograph.mask(), at, size);
            image.setRGB(at % size, at / size, border ? OUTLINE : rgb);
        }
        return image;
    }

    private static boolean besideMask(boolean[] mask, int at, int size) {
        return (at >= 1 && mask[at - 1])
                || (at + 1 < mask.length && mask[at + 1])
                || (at >= size && mask[at - size])
                || (at + size < mask.length && mask[at + size]);
    }

    /** Averaged, so that the grain does not flicker. */
    private static BufferedImage shrunk(BufferedImage image) {
        Image scaled = image.getScaledInstance(TILE, TILE, Image.SCALE_AREA_AVERAGING);
        BufferedImage result = new BufferedImage(TILE, TILE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = result.createGraphics();
        graphics.drawImage(scaled, 0, 0, null);
        graphics.dispose();
        return result;
    }

    /** Upper left corner of the close-up. */
    private static int[] middle(boolean[] mask) {
        int size = SampleDataset.SIZE;
        long sumX = 0;
        long sumY = 0;
        int count = 0;
        for (int at = 0; at < mask.length; at++) {
            if (mask[at]) {
                sumX += at % size;
                sumY += at / size;
                count++;
            }
        }
        int x = count == 0 ? size / 4 : (int) (sumX / count);
        int y = count == 0 ? size / 4 : (int) (sumY / count);
        return new int[] {
            Math.clamp(x - CLOSE_UP / 2, 0, size - CLOSE_UP), Math.clamp(y - CLOSE_UP / 2, 0, size - CLOSE_UP)
        };
    }
}
