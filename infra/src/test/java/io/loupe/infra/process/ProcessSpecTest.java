package io.loupe.infra.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessSpecTest {

    private static final Path OWN_AUTOGROUP = Path.of("/proc/self/autogroup");

    @TempDir
    private Path directory;

    @Test
    void argumentsArriveAsTheyWereGivenWhateverTheNiceness() throws Exception {
        List<String> command = List.of("sh", "-c", "printf '%s|' \"$0\" \"$@\"", "two words", "$HOME", "it's", "");

        assertThat(printed(command, 0)).isEqualTo("two words|$HOME|it's||");
        assertThat(printed(command, 7)).isEqualTo("two words|$HOME|it's||");
    }

    @Test
    void aNiceProcessStandsBackAndOthersDoNot() throws Exception {
        int own = Integer.parseInt(printed(List.of("nice"), 0).strip());

        assertThat(printed(List.of("nice"), 5).strip()).isEqualTo(Integer.toString(Math.min(19, own + 5)));
    }

    @Test
    void itsSessionStandsBackToo() throws Exception {
        assumeThat(OWN_AUTOGROUP)
                .as("this system does not group processes by session")
                .exists();
        String before = Files.readString(OWN_AUTOGROUP);

        assertThat(printed(List.of("cat", "/proc/self/autogroup"), 5).strip()).endsWith(" nice 5");
        assertThat(Files.readString(OWN_AUTOGROUP)).isEqualTo(before);
    }

    @Test
    void theProcessKeepsTheNumberItWasStartedWith() throws Exception {
        Process process = spec(List.of("sh", "-c", "echo $$"), 5).start();
        process.waitFor();

        assertThat(Files.readString(log()).strip()).isEqualTo(Long.toString(process.pid()));
    }

    @Test
    void aMarkKeepsTheNiceness() {
        assertThat(new ProcessMark(directory, "worker")
                        .on(spec(List.of("nice"), 5))
                        .niceness())
                .isEqualTo(5);
    }

    @Test
    void nicenessIsWithinWhatSystemsKnow() {
        assertThatThrownBy(() -> spec(List.of("nice"), 20)).hasMessage("niceness is not in 0 to 19: 20");
        assertThatThrownBy(() -> spec(List.of("nice"), -1)).hasMessage("niceness is not in 0 to 19: -1");
    }

    private String printed(List<String> command, int niceness) throws Exception {
        Files.deleteIfExists(log());
        Process process = spec(command, niceness).start();
        assertThat(process.waitFor()).isZero();
        return Files.readString(log());
    }

    private ProcessSpec spec(List<String> command, int niceness) {
        return new ProcessSpec(command, Map.of(), directory, log(), niceness);
    }

    private Path log() {
        return directory.resolve("log");
    }
}
