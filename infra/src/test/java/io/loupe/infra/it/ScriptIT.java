package io.loupe.infra.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the script says when the machine lacks something. */
@Timeout(120)
class ScriptIT {

    @TempDir
    private Path directory;

    @Test
    void aMissingJdkIsOneSentenceThatSaysHowToGetIt() {
        Launcher.Result result = launcher().with("LOUPE_NEEDED_JAVA", "99").run("status");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.output())
                .startsWith("loupe: a JDK 99 or newer was not found; install one")
                .contains("JAVA_HOME");
        assertThat(result.output().strip().lines()).hasSize(1);
    }

    @Test
    void aMissingPythonIsOneSentenceThatSaysHowToGetIt() throws Exception {
        Path programs = Files.createDirectory(directory.resolve("programs"));
        for (String program : new String[] {"sh", "sed", "dirname", "readlink", "find", "head"}) {
            Files.createSymbolicLink(programs.resolve(program), found(program));
        }

        Launcher.Result result = launcher()
                .with("PATH", programs.toString())
                .with("JAVA_HOME", System.getProperty("java.home"))
                .with("LOUPE_PYTHON_HOME", directory.resolve("none").toString())
                .run("up");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.output()).startsWith("loupe: Python 3.10 or newer with its venv module was not found");
        assertThat(result.output().strip().lines()).hasSize(1);
    }

    @Test
    void nothingIsStartedOrWrittenByAQuestion() {
        Launcher.Result result = launcher().run("status");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.output()).contains("is down");
        assertThat(directory.resolve("home")).doesNotExist();
    }

    @Test
    void noCommandShowsTheHelp() {
        assertThat(launcher().run("help").output()).contains("up", "demo", "test", "check");
    }

    private Launcher launcher() {
        return new Launcher(directory.resolve("home"));
    }

    private static Path found(String program) {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            Path file = Path.of(folder, program);
            if (Files.isExecutable(file)) {
                return file;
            }
        }
        throw new AssertionError(program + " is not on the PATH");
    }
}
