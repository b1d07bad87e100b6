package io.loupe.infra.terminal;

import java.io.Console;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/**
 * Where the launcher prints. Lines of several threads do not mix. A live block at the bottom, redrawn in place, exists only
 * when a person looks at a terminal; otherwise nothing but plain lines is written.
 */
public final class Terminal {

    private final PrintStream out;
    private final boolean interactive;
    private List<String> block = List.of();

    public Terminal(PrintStream out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    /** The terminal of this process. */
    public static Terminal ofProcess() {
        boolean person = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        boolean dumb = "dumb".equals(System.getenv("TERM"));
        return new Terminal(System.out, person && !dumb);
    }

    public boolean interactive() {
        return interactive;
    }

    /** Prints a line, above the live block if there is one. */
    public synchronized void line(String text) {
        clear();
        out.println(text);
        draw();
    }

    public void lines(List<String> lines) {
        lines.forEach(this::line);
    }

    /** Replaces the live block; does nothing where nobody looks. */
    public synchronized void block(List<String> lines) {
        if (!interactive) {
            return;
        }
        clear();
        block = List.copyOf(lines);
        draw();
    }

    private void clear() {
        if (!block.isEmpty()) {
            out.print("\u001b[" + block.size() + "F\u001b[J"); // that many lines up, clear to the end
        }
    }

    private void draw() {
        block.forEach(out::println);
        out.flush();
    }
}
