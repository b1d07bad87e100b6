package io.loupe.web.document;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Every detector that this build knows: the file {@value #RESOURCE}, which the build of {@code detectors} writes. */
@ApplicationScoped
public class DetectorCatalogue {
    static final String RESOURCE = "/META-INF/loupe/detectors.json";

    private final List<DetectorDescription> detectors;

    public DetectorCatalogue() {
        this.detectors = read();
    }

    /** A catalogue of these alone. */
    public DetectorCatalogue(List<DetectorDescription> detectors) {
        this.detectors = List.copyOf(detectors);
    }

    public List<DetectorDescription> all() {
        return detectors;
    }

    public Optional<DetectorDescription> find(String name) {
        return detectors.stream()
                .filter(detector -> detector.name().equals(name))
                .findFirst();
    }

    /** Whether trials of that detector score images; so they do if nobody knows it. */
    public boolean scoresImages(String name) {
        return find(name).map(DetectorDescription::scoresImages).orElse(true);
    }

    private record File(List<DetectorDescription> detectors) {}

    private static List<DetectorDescription> read() {
        ObjectMapper mapper = JsonMapper.builder()
                .addModule(new Jdk8Module())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        try (InputStream file = DetectorCatalogue.class.getResourceAsStream(RESOURCE)) {
            if (file == null) {
                throw new IllegalStateException(
                        RESOURCE + " is not on the class path; build the module detectors first");
            }
            return List.copyOf(mapper.readValue(file, File.class).detectors());
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", e);
        }
    }
}
