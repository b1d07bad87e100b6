package io.loupe.infra.stack;

import io.loupe.infra.service.Layer;
import io.loupe.infra.service.ObjectFolder;
import io.loupe.infra.service.Store;
import java.nio.file.Path;

/** The object store inside this JVM. */
final class FolderPart implements Part {

    private final Path directory;
    private final Store store;
    private ObjectFolder served;

    FolderPart(Path directory, Store store) {
        this.directory = directory;
        this.store = store;
    }

    @Override
    public String name() {
        return "objects";
    }

    @Override
    public String title() {
        return "Object store (S3)";
    }

    @Override
    public Layer layer() {
        return Layer.STORAGE;
    }

    @Override
    public synchronized void start() {
        served = ObjectFolder.serve(directory, store);
    }

    @Override
    public synchronized void stop() {
        if (served != null) {
            served.close();
            served = null;
        }
    }
}
