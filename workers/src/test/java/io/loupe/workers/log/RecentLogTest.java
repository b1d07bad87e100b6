package io.loupe.workers.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentLogTest {
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final RecentLog log = new RecentLog();
    private final PrintStream stream = log.tee(new PrintStream(file, true, UTF_8));

    @Test
    void whatIsWrittenGoesOnUnchanged() {
        stream.println("Größe 1");
        stream.print("half");

        assertThat(file.toString(UTF_8)).isEqualTo("Größe 1" + System.lineSeparator() + "half");
    }

    @Test
    void theLinesAroundAFailureAreThoseBeforeItAndTheFirstOfItsOwn() {
        lines("of another trial", 3);
        long begin = log.now();
        lines("step", 40);
        long failure = log.now();
        lines("at frame", 30);

        List<String> around = log.around(begin, failure);

        assertThat(around).hasSize(20).startsWith("step 27").endsWith("at frame 6");
        assertThat(around.subList(13, 15)).containsExactly("step 40", "at frame 1");
    }

    @Test
    void whatWasWrittenBeforeTheWorkBeganIsLeftOut() {
        lines("of another trial", 3);
        long begin = log.now();
        stream.println("begins");
        long failure = log.now();
        stream.println("failed");

        assertThat(log.around(begin, failure)).containsExactly("begins", "failed");
    }

    @Test
    void memoryIsBounded() {
        lines("long ago", 1_000);
        long failure = log.now();
        stream.println("x".repeat(5_000));

        assertThat(log.around(0, failure)).hasSize(15).last().isEqualTo("x".repeat(300));
        assertThat(log.around(0, 10)).isEmpty();
    }

    private void lines(String text, int count) {
        IntStream.rangeClosed(1, count).forEach(i -> stream.println(text + " " + i));
    }
}
