package io.loupe.web.pages;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Drawn parts with a scratch each, their masks and heat maps: pictures to look at, not to learn from. */
final class Pictures {
    private static final int SIZE = 192;

    private Pictures() {}

    static byte[] part(int seed, boolean scratched) {
        return draw(seed, scratched, false);
    }

    static byte[] heatMap(int seed, boolean scratched) {
        return draw(seed, scratched, true);
    }

    static byte[] mask(int seed) {
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D canvas = image.createGraphics();
        canvas.setColor(Color.WHITE);
        scratch(canvas, seed, 7);
        canvas.dispose();
        return png(image);
    }

    private static byte[] draw(int seed, boolean scratched, boolean heat) {
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setColor(new Color(38, 39, 42));
        canvas.fillRect(0, 0, SIZE, SIZE);
        Random random = new Random(seed);
        double shift = random.nextDouble() * 8 - 4;
        Area washer = new Area(new Ellipse2D.Double(18 + shift, 18 - shift, 156, 156));
        washer.subtract(new Area(new Ellipse2D.Double(60 + shift, 60 - shift, 72, 72)));
        canvas.setPaint(
                new java.awt.GradientPaint(0, 0, new Color(205, 205, 200), SIZE, SIZE, new Color(140, 140, 136)));
        canvas.fill(washer);
        if (scratched) {
            canvas.setColor(new Color(70, 66, 60));
            scratch(canvas, seed, 2);
        }
        if (heat) {
            canvas.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, 0.35f));
            canvas.setColor(new Color(66, 10, 104));
            canvas.fillRect(0, 0, SIZE, SIZE);
            for (int width = 26; scratched && width > 4; width -= 7) {
                canvas.setColor(new Color(Math.min(255, 340 - 6 * width), Math.max(40, 230 - 8 * width), 40));
                scratch(canvas, seed, width);
            }
        }
        canvas.dispose();
        return png(image);
    }

    private static void scratch(Graphics2D canvas, int seed, int width) {
        Random random = new Random(seed * 31L);
        double angle = random.nextDouble() * 2 * Math.PI;
        int x = (int) (SIZE / 2.0 + Math.cos(angle) * 56);
        int y = (int) (SIZE / 2.0 + Math.sin(angle) * 56);
        canvas.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        canvas.drawLine(x - 12, y - 6, x + 12, y + 8);
    }

    private static byte[] png(BufferedImage image) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(image, "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
