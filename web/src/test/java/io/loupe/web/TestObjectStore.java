package io.loupe.web;

import io.loupe.tracking.store.MemoryObjectStore;
import io.loupe.tracking.store.ObjectStore;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Tests keep their objects in memory. */
@ApplicationScoped
class TestObjectStore {
    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    ObjectStore objects() {
        return new MemoryObjectStore();
    }
}
