package io.loupe.web.pages.worker;

import io.loupe.tracking.leave.Leave;
import io.loupe.tracking.leave.Leaves;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.orchestration.WorkerView;
import io.loupe.web.pages.layout.Beats;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.pages.layout.Progress;
import io.loupe.web.pages.layout.State;
import io.loupe.web.pages.layout.When;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the page says of one worker. */
final class WorkerRow {
    private WorkerRow() {}

    /** A trial, and the newest heartbeat that its worker sent. */
    record Busy(Trial trial, Beats.Beat beat) {}

    /** Of a worker that is not there, and has still to be called back. */
    static WorkersView.Worker gone(Leave leave) {
        return new WorkersView.Worker(
                leave.worker().replace("/", " · "),
                leave.worker(),
                words(leave),
                "",
                "",
                "",
                true,
                Optional.empty(),
                Optional.empty());
    }

    private static String words(Leave leave) {
        return (leave.byItself() ? "took itself out of the queue: " : "takes no work: ") + leave.reason();
    }

    /** @param busy what it has on its device, by its heartbeats */
    static WorkersView.Worker of(WorkerView worker, Optional<Busy> busy, Optional<Leave> leave, Instant now) {
        Optional<Instant> beat =
                busy.map(known -> Instant.ofEpochMilli(known.beat().progress().at()));
        return new WorkersView.Worker(
                worker.host() + (worker.device().isEmpty() ? "" : " · " + worker.device()),
                Leaves.worker(worker.identity()),
                leave.map(WorkerRow::words).orElse(""),
                queues(worker, busy),
                Stream.of(
                                worker.pid().isEmpty() ? "" : "process " + worker.pid(),
                                worker.version().isEmpty() ? "" : "version " + worker.version())
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(" · ")),
                busy.map(known -> known.beat().progress().memoryBytes())
                        .filter(bytes -> bytes > 0)
                        .map(Format::bytes)
                        .orElse(""),
                !worker.answering() && busy.isEmpty(),
                busy.map(WorkerRow::work),
                Optional.of(
                        When.of(beat.filter(at -> at.isAfter(worker.lastSeen())).orElse(worker.lastSeen()), now)));
    }

    /** With a trial on its device it asks that trial's queue for nothing, and serves it all the same. */
    private static String queues(WorkerView worker, Optional<Busy> busy) {
        return Stream.concat(busy.map(known -> known.trial().spec().queue()).stream(), worker.queues().stream())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static WorkersView.Work work(Busy busy) {
        return new WorkersView.Work(
                busy.trial().name(),
                "/trials/" + busy.trial().id(),
                State.of(busy.trial().state()),
                Progress.of(busy.beat().progress()).percent() + " %");
    }
}
