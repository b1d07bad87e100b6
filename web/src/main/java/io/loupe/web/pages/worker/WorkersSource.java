package io.loupe.web.pages.worker;

/** Where pages learn which workers there are. */
@FunctionalInterface
public interface WorkersSource {
    WorkersView workers();
}
