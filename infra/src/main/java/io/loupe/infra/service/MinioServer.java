package io.loupe.infra.service;

import io.loupe.infra.process.ProcessMark;
import io.loupe.infra.process.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A MinIO server found on the PATH, its data kept in a folder. */
public final class MinioServer implements Server {

    private final Path program;
    private final Path directory;
    private final Path log;
    private final Store store;
    private final HttpProbe probe = new HttpProbe();

    public MinioServer(Path program, Path directory, Path log, Store store) {
        this.program = program;
        this.directory = directory;
        this.log = log;
        this.store = store;
    }

    @Override
    public String name() {
        return "objects";
    }

    @Override
    public String title() {
        return "MinIO";
    }

    @Override
    public void prepare(Consumer<String> progress, ProcessMark mark) throws IOException {
        Files.createDirectories(directory.resolve(store.bucket())); // a folder is a bucket
    }

    @Override
    public ProcessSpec process() {
        String address = store.endpoint().getHost() + ":" + store.endpoint().getPort();
        return new ProcessSpec(
                List.of(
                        program.toString(),
                        "server",
                        "--quiet",
                        "--address",
                        address,
                        "--console-address",
                        "127.0.0.1:0",
                        directory.toString()),
                Map.of("MINIO_ROOT_USER", store.accessKey(), "MINIO_ROOT_PASSWORD", store.secretKey()),
                directory,
                log);
    }

    @Override
    public boolean ready() {
        return probe.answers(store.endpoint().resolve("/minio/health/ready"));
    }

    @Override
    public Layer layer() {
        return Layer.STORAGE;
    }
}
