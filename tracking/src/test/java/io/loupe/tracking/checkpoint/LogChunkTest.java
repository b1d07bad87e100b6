package io.loupe.tracking.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LogChunkTest {
    @Test
    void aChunkIsOneJsonLineAPoint() throws IOException {
        List<MetricPoint> points = List.of(
                new MetricPoint("train/loss", 0.25, 17, 1_767_225_600_000L),
                new MetricPoint("train/loss", Double.NaN, 18, 1_767_225_600_500L),
                new MetricPoint("a \"quoted\" name", Double.NEGATIVE_INFINITY, 18, 1_767_225_600_500L));

        byte[] chunk = LogChunk.write(points);

        try (GZIPInputStream text = new GZIPInputStream(new ByteArrayInputStream(chunk))) {
            assertThat(new String(text.readAllBytes(), UTF_8)).isEqualTo("""
                            ["train/loss",0.25,17,1767225600000]
                            ["train/loss","NaN",18,1767225600500]
                            ["a \\"quoted\\" name","-Infinity",18,1767225600500]
                            """);
        }
        assertThat(LogChunk.read(chunk)).isEqualTo(points);
    }

    @Test
    void noPointsAreAChunkToo() throws IOException {
        assertThat(LogChunk.read(LogChunk.write(List.of()))).isEmpty();
    }

    @Property(tries = 500)
    void everyValueComesBackToTheBit(@ForAll @DoubleRange(min = -Double.MAX_VALUE) double value, @ForAll long step)
            throws IOException {
        MetricPoint point = new MetricPoint("m", value, step, 1);

        MetricPoint back = LogChunk.read(LogChunk.write(List.of(point))).getFirst();

        assertThat(Double.doubleToRawLongBits(back.value())).isEqualTo(Double.doubleToRawLongBits(value));
        assertThat(back).isEqualTo(point);
    }

    @Property(tries = 200)
    void aChunkCutShortIsRefused(@ForAll @IntRange(max = 40) int missing) {
        byte[] chunk = LogChunk.write(List.of(new MetricPoint("m", 1, 1, 1), new MetricPoint("m", 2, 2, 2)));
        byte[] cut = Arrays.copyOf(chunk, Math.max(0, chunk.length - 1 - missing));

        assertThatThrownBy(() -> LogChunk.read(cut)).isInstanceOf(IOException.class);
    }

    @Test
    void jsonThatIsNoPointIsRefused() throws IOException {
        for (String line : List.of("{}", "[1,2,3,4]", "[\"m\",\"x\",1,1]", "[\"m\",1,1]", "[\"m\",1,1.5,1]")) {
            java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
            try (java.util.zip.GZIPOutputStream gzip = new java.util.zip.GZIPOutputStream(bytes)) {
                gzip.write(line.getBytes(UTF_8));
            }
            assertThatThrownBy(() -> LogChunk.read(bytes.toByteArray()))
                    .as(line)
                    .isInstanceOf(IOException.class);
        }
    }
}
