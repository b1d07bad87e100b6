package io.loupe.infra.config;

import io.loupe.infra.LauncherException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the built parts are.
 *
 * @param root the checkout, holding the script {@code loupe}
 */
public record Installation(Path root) {

    /** Uses {@code loupe.root}, which the script passes; the working directory otherwise. */
    public static Installation of(Settings settings) {
        return new Installation(settings.get("loupe.root")
                .map(Path::of)
                .orElse(Path.of(""))
                .toAbsolutePath()
                .normalize());
    }

    /** The packaged Quarkus application. */
    public Path webJar() {
        return built("web/target/quarkus-app/quarkus-run.jar");
    }

    /** Class path of a worker process. */
    public String workersClassPath() {
        return built("workers/target/workers.jar") + ":" + root.resolve("workers/target/lib") + "/*";
    }

    /** The Java program of the JVM that runs this. */
    public Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private Path built(String path) {
        Path file = root.resolve(path);
        if (!Files.isRegularFile(file)) {
            throw new LauncherException(file + " is missing; build it with ./mvnw -q -DskipTests package");
        }
        return file;
    }
}
