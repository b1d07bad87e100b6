package io.loupe.workers.trial;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Versions of what computed a result, read from the class path and the machine. */
public final class Versions {
    private static final String UNKNOWN = "unknown";

    private Versions() {}

    static Map<String, String> all() {
        Map<String, String> versions = new TreeMap<>();
        Properties engine = properties("/pytorch-engine.properties");
        versions.put("djl", engine.getProperty("djl_version", UNKNOWN));
        versions.put("pytorch", engine.getProperty("pytorch_version", UNKNOWN));
        versions.put("loupe", loupe());
        versions.put("java", Runtime.version().toString());
        versions.put("processor", processor());
        return versions;
    }

    /** The version of this build; classes of a development tree have none. */
    public static String loupe() {
        return properties("/META-INF/maven/io.loupe/loupe-workers/pom.properties")
                .getProperty("version", "development");
    }

    private static Properties properties(String resource) {
        Properties properties = new Properties();
        try (InputStream stream = Versions.class.getResourceAsStream(resource)) {
            if (stream != null) {
                properties.load(stream);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
        return properties;
    }

    /** The processor's model where the system tells it; libtorch chooses its kernels by it. */
    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(() -> System.getProperty("os.arch"));
        } catch (IOException | UncheckedIOException elsewhere) {
            return System.getProperty("os.arch");
        }
    }
}
