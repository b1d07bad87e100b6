package io.loupe.infra.terminal;

import java.io.Console;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the launcher prints. Lines of several threads do not mix. A live block at the bottom, redrawn in place, exists only
 * when a person looks at a terminal; otherwise nothing but plain lines is written. The block is cut to what the terminal
 * shows: a line that were wrapped, or one that had scrolled away, could not be drawn over.
 */
public final class Terminal {

    private static final String WRAP_OFF = "\u001b[?7l";
    private static final String WRAP_ON = "\u001b[?7h";

    private final PrintStream out;
    private final boolean interactive;
    private final Supplier<Window> window;
    private List<String> block = List.of();
    private int drawn;

    /** @param window asked whenever the block is drawn */
    public Terminal(PrintStream out, boolean interactive, Supplier<Window> window) {
        this.out = out;
        this.interactive = interactive;
        this.window = window;
    }

    /** The terminal of this process. */
    public static Terminal ofProcess() {
        boolean person = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        boolean dumb = "dumb".equals(System.getenv("TERM"));
        return new Terminal(System.out, person && !dumb, Window.ofProcess());
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

    /** Replaces the live block; does nothing where nobody looks. The most important lines come first. */
    public synchronized void block(List<String> lines) {
        if (!interactive) {
            return;
        }
        clear();
        block = List.copyOf(lines);
        draw();
    }

    private void clear() {
        if (drawn > 0) {
            out.print("\u001b[" + drawn + "F\u001b[J"); // that many lines up, clear to the end
            drawn = 0;
        }
    }

    private void draw() {
        if (!block.isEmpty()) {
            Window size = window.get();
            List<String> shown = fitting(size.rows() - 1); // the cursor stands on a line of its own
            out.print(WRAP_OFF);
            shown.forEach(
                    line -> out.println(line.length() > size.columns() ? line.substring(0, size.columns()) : line));
            out.print(WRAP_ON);
            drawn = shown.size();
        }
        out.flush();
    }

    private List<String> fitting(int rows) {
        if (block.size() <= rows) {
            return block;
        }
        int whole = Math.max(rows - 1, 0);
        List<String> shown = new ArrayList<>(block.subList(0, whole));
        shown.add("  ... and " + (block.size() - whole) + " more");
        return shown;
    }
}
