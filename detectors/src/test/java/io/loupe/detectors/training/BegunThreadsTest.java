package io.loupe.detectors.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.Compute;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.tensor.SafeTensors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BegunThreadsTest {
    @Test
    void aTrainingGoesOnWithTheNumberItBeganWithOnTheDeviceOffered() {
        SafeTensors optimizer = part(Map.of(BegunThreads.KEY, new BegunThreads(3).stored()));

        Compute compute = BegunThreads.read(optimizer).on(new Compute("gpu0", 8));

        assertThat(compute).isEqualTo(new Compute("gpu0", 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-2", "2.5", "many", "10000"})
    void whatIsNoNumberOfThreadsIsRefused(String stored) {
        SafeTensors optimizer = part(Map.of(BegunThreads.KEY, stored));

        assertThatThrownBy(() -> BegunThreads.read(optimizer))
                .isInstanceOfSatisfying(
                        DetectorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DATA))
                .hasMessage("optimizer: \"" + stored + "\" is not a number of threads");
    }

    @Test
    void aCheckpointThatDoesNotSayIsRefused() {
        assertThatThrownBy(() -> BegunThreads.read(part(Map.of())))
                .hasMessage("optimizer: \"\" is not a number of threads");
    }

    private static SafeTensors part(Map<String, String> metadata) {
        return SafeTensors.read(SafeTensors.write(metadata, List.of()), "optimizer");
    }
}
