package io.loupe.workers.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The newest lines of this process's log. Whatever is written to its {@link #tee} goes on to where it went before, and its
 * last lines are remembered. Safe for many threads; memory is bounded.
 */
public final class RecentLog {
    private static final int KEPT = 400;

    /** Bytes of a line that are remembered: a report travels through Temporal, and is shown on a page. */
    private static final int WIDTH = 300;

    private static final int BEFORE = 14;
    private static final int AFTER = 6;

    private final Deque<String> lines = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long written;

    /** A stream that writes on to {@code stream} and is remembered here. */
    public PrintStream tee(PrintStream stream) {
        return new PrintStream(new Tee(stream), true, UTF_8);
    }

    /** Where the log is now: how many lines were written so far. */
    public synchronized long now() {
        return written;
    }

    /**
     * The last lines before a failure, and the first ones of what was written about it.
     *
     * @param begin {@link #now} when the work began; what was written before is none of its business
     * @param failure {@link #now} just before the failure was written down
     * @return oldest first
     */
    public synchronized List<String> around(long begin, long failure) {
        List<String> found = new ArrayList<>();
        long number = written - lines.size();
        for (String one : lines) {
            if (number >= Math.max(begin, failure - BEFORE) && number < failure + AFTER) {
                found.add(one);
            }
            number++;
        }
        return found;
    }

    private synchronized void remember(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (bytes[i] == '\n') {
                end();
            } else if (line.size() < WIDTH && bytes[i] != '\r') {
                line.write(bytes[i]);
            }
        }
    }

    private void end() {
        lines.addLast(line.toString(UTF_8));
        line.reset();
        written++;
        if (lines.size() > KEPT) {
            lines.removeFirst();
        }
    }

    private final class Tee extends OutputStream {
        private final PrintStream stream;

        Tee(PrintStream stream) {
            this.stream = stream;
        }

        @Override
        public void write(int one) {
            stream.write(one);
            remember(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            stream.write(bytes, from, length);
            remember(bytes, from, length);
        }

        @Override
        public void flush() {
            stream.flush();
        }
    }
}
