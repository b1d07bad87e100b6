package io.loupe.infra.demo;

import io.loupe.infra.client.ImportView;
import io.loupe.infra.terminal.ProgressBar;
import io.loupe.infra.terminal.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** An import's progress: a bar where a person looks, a line now and then elsewhere. */
final class ImportLines {

    private static final Duration LINE_EVERY = Duration.ofSeconds(15);
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private final Terminal terminal;
    private final LongSupplier nanoTime;
    private Optional<ImportView.Progress> last = Optional.empty();
    private long heard;
    private long printed;
    private boolean silenceTold;

    ImportLines(Terminal terminal) {
        this(terminal, System::nanoTime);
    }

    /** @param nanoTime a clock */
    ImportLines(Terminal terminal, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.heard = nanoTime.getAsLong();
        this.printed = heard;
    }

    /** Shows how far it is; says so once if nothing was heard of it for a while. */
    void show(Optional<ImportView.Progress> progress) {
        long now = nanoTime.getAsLong();
        if (!progress.equals(last)) {
            last = progress;
            heard = now;
            silenceTold = false;
        }
        progress.ifPresent(known -> show(known, now));
        if (!silenceTold && now - heard >= SILENCE.toNanos()) {
            silenceTold = true;
            terminal.line("  ! nothing was heard of the import for " + SILENCE.toSeconds()
                    + " s: is a worker running, and not at work on something else? (./loupe status)");
        }
    }

    private void show(ImportView.Progress progress, long now) {
        String line = line(progress);
        if (terminal.interactive()) {
            terminal.block(List.of(line));
        } else if (now - printed >= LINE_EVERY.toNanos()) {
            printed = now;
            terminal.line(line);
        }
    }

    private static String line(ImportView.Progress progress) {
        String what = progress.phase().isEmpty() ? "importing" : progress.phase();
        boolean parts = Set.of("sending", "fetching", "unpacking").contains(what);
        if (parts && progress.total() > 0) { // of an archive
            return "  " + what + "  " + ProgressBar.bar(progress.done(), progress.total()) + "  "
                    + 100 * progress.done() / progress.total() + " %";
        }
        return progress.total() > 0
                ? "  " + what + "  " + ProgressBar.bar(progress.done(), progress.total()) + "  " + progress.done() + "/"
                        + progress.total() + " files"
                : "  " + what + "  " + progress.done() + " files";
    }

    /** Takes the bar away. */
    void end() {
        terminal.block(List.of());
    }
}
