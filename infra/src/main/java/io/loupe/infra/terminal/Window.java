package io.loupe.infra.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How much a terminal shows.
 *
 * @param rows lines
 * @param columns characters of a line
 */
public record Window(int rows, int columns) {

    /** What is assumed where the terminal does not say. */
    static final Window USUAL = new Window(24, 80);

    private static final Path TERMINAL = Path.of("/dev/tty");
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);

    /** Asks the terminal of this process, but not more often than every few seconds: a person may resize it. */
    static Supplier<Window> ofProcess() {
        return new Supplier<>() {
            private Window last;
            private long asked;

            @Override
            public synchronized Window get() {
                long now = System.nanoTime();
                if (last == null || now - asked > LOOK_AGAIN.toNanos()) {
                    last = ask();
                    asked = now;
                }
                return last;
            }
        };
    }

    private static Window ask() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(TERMINAL.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return stty.waitFor() == 0 ? parse(answer) : USUAL;
        } catch (IOException e) {
            return USUAL; // no such program, or no terminal
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }

    /** {@code "50 120"}; a terminal that does not know its size says {@code "0 0"}. */
    static Window parse(String answer) {
        String[] words = answer.strip().split(" ", -1);
        try {
            int rows = Integer.parseInt(words[0]);
            int columns = Integer.parseInt(words[words.length - 1]);
            return rows > 0 && columns > 0 ? new Window(rows, columns) : USUAL;
        } catch (NumberFormatException e) {
            return USUAL;
        }
    }
}
