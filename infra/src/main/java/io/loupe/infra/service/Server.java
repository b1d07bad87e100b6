package io.loupe.infra.service;

import io.loupe.infra.process.ProcessEnding;
import io.loupe.infra.process.ProcessMark;
import io.loupe.infra.process.ProcessSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** A server that runs as a process of its own. */
public interface Server {

    /** Short and unique, such as {@code mlflow}; names its log. */
    String name();

    /** For people, such as {@code MLflow 3.17.2}. */
    String title();

    /** Names of what has to be ready before this starts. */
    default Set<String> needs() {
        return Set.of();
    }

    /**
     * Done once before the first start: unpacking, installing, making files.
     *
     * @param progress takes a line now and then if it lasts
     * @param mark for the processes that it needs for this
     */
    default void prepare(Consumer<String> progress, ProcessMark mark) throws IOException {}

    /** How to start it; asked again before each restart. */
    ProcessSpec process() throws IOException;

    /**
     * True if it serves; quick, and false rather than an exception.
     *
     * @throws io.loupe.infra.LauncherException if it never will, as another program has its address
     */
    boolean ready();

    /** Done after each time it got ready. */
    default void opened() throws IOException {}

    /** Time from its start until ready, on a slow machine. */
    default Duration startLimit() {
        return Duration.ofSeconds(90);
    }

    /** Where it stands: what lies higher is ended first. */
    default Layer layer() {
        return Layer.SERVICE;
    }

    /** The signal that asks it to end. */
    default ProcessEnding.Request endRequest() {
        return ProcessEnding.Request.TERMINATE;
    }

    /** Time it has to end by itself. */
    default Duration endGrace() {
        return Duration.ofSeconds(10);
    }
}
