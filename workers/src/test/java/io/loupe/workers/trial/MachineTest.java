package io.loupe.workers.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.Compute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    @TempDir
    private Path folder;

    @Test
    void theDriversFilesNameEachModelOnce() throws IOException {
        card("0000:17:00.0", "NVIDIA H100 80GB HBM3");
        card("0000:18:00.0", "NVIDIA H100 80GB HBM3");

        assertThat(Machine.cards(folder)).containsExactly("NVIDIA H100 80GB HBM3");
        assertThat(Machine.cards(folder.resolve("none"))).isEmpty();
    }

    @Test
    void whatAPersonIsToldNamesProcessorOrCard() {
        assertThat(Machine.words(Map.of("device", "cpu", "threads", "1", "processor", "Xeon")))
                .isEqualTo("Xeon, 1 thread");
        assertThat(Machine.words(Map.of(
                        "device", "gpu0", "threads", "8", "processor", "Xeon", "graphics", "NVIDIA H100 80GB HBM3")))
                .isEqualTo("NVIDIA H100 80GB HBM3, gpu0");
        assertThat(Machine.facts(new Compute("cpu", 2)))
                .containsEntry("threads", "2")
                .containsKey("processor")
                .doesNotContainKey("graphics");
    }

    private void card(String address, String model) throws IOException {
        Path card = Files.createDirectories(folder.resolve(address));
        Files.writeString(card.resolve("information"), "Model: \t\t " + model + "\nIRQ:   \t\t 42\n");
    }
}
