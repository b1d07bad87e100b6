package io.loupe.infra.stack;

import io.loupe.infra.service.Layer;
import java.util.Set;

/** A part of the stack: started once, stopped once. */
interface Part {

    String name();

    String title();

    /** Names of the parts that have to be ready before. */
    default Set<String> needs() {
        return Set.of();
    }

    Layer layer();

    /** Returns once it is ready; throws {@link io.loupe.infra.LauncherException} if it won't be. */
    void start();

    /** Ends it, whether it started or not. */
    void stop();
}
