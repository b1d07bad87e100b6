package io.loupe.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script alone, in a checkout whose Maven and JDK are shells that note what they are asked. */
@Timeout(60)
class ScriptTest {

    private static final String UP = "up";

    @TempDir
    private Path directory;

    private Path checkout;
    private final Map<String, String> environment = new HashMap<>();
    private final List<Process> started = new ArrayList<>();
    private final Map<Process, Path> outputs = new HashMap<>();

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = Files.createDirectories(directory.resolve("loupe-checkout"));
        Path requirements = checkout.resolve("infra/src/main/resources/python/requirements.txt");
        Files.createDirectories(requirements.getParent());
        Files.writeString(requirements, "mlflow\n");
        Files.writeString(checkout.resolve("pom.xml"), "<project/>");
        executable(checkout.resolve("loupe"), Files.readString(Path.of("../loupe")));
        executable(checkout.resolve("mvnw"), """
                #!/bin/sh
                echo "$*" >> builds
                sleep 0.5
                mkdir -p infra/target && touch infra/target/infra.jar
                """);
        Path jdk = directory.resolve("jdk");
        executable(jdk.resolve("bin/javac"), "#!/bin/sh\n");
        executable(jdk.resolve("bin/java"), """
                #!/bin/sh
                for last; do :; done
                echo "java runs $last"
                [ "$last" != up ] || sleep 600
                """);
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        Path python = checkout.resolve(".loupe/python");
        executable(python.resolve("bin/python"), "#!/bin/sh\n");
        Files.writeString(python.resolve(".loupe-complete"), "mlflow\n");
        environment.put("JAVA_HOME", jdk.toString());
    }

    @AfterEach
    void endAll() {
        started.forEach(ScriptTest::end);
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        assertThat(process.onExit().join()).isNotNull();
    }

    @Test
    void questionsInAFreshCheckoutBuildNothing() throws Exception {
        assertThat(run("help")).contains("Usage: loupe", "submit");
        assertThat(run("--help")).contains("Usage: loupe");
        assertThat(run("status")).contains("is down.");
        assertThat(run("status", "--json")).contains("\"state\" : \"down\"");
        assertThat(run("down")).contains("Nothing was running.");

        assertThat(checkout.resolve("builds")).doesNotExist();
        assertThat(checkout.resolve("infra/target")).doesNotExist();
    }

    @Test
    void twoFirstStartsBuildOnce() throws Exception {
        Process one = start("submit", "x");
        Process other = start("submit", "y");

        assertThat(output(one)).contains("java runs x");
        assertThat(output(other)).contains("java runs y");
        assertThat(builds()).hasSize(1);
    }

    @Test
    void jarsThatALauncherRunsFromAreNotBuiltAnew() throws Exception {
        environment.put("LOUPE_HOME", directory.resolve("first").toString());
        Process up = start(UP);
        awaitLauncher();
        environment.put("LOUPE_HOME", directory.resolve("second").toString());
        Files.setLastModifiedTime(
                checkout.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(run("submit", "x"))
                .contains("stay as they are: Loupe runs from them in " + directory.resolve("first"))
                .contains("(process " + up.pid() + ")")
                .contains("java runs x");
        assertThat(run("test")).contains("./loupe test rebuilds the jars", directory.resolve("first") + " (process");
        assertThat(run("check")).contains("./loupe check rebuilds the jars", "./loupe down");
        assertThat(builds()).hasSize(1);

        end(up);
        assertThat(run("check")).doesNotContain("rebuilds the jars", "/proc/");
        assertThat(builds()).hasSize(2).last().asString().contains("spotless:check verify");
    }

    @Test
    void pythonIsNeededAgainWhenThePackagesChangeOrItsInterpreterIsGone() throws Exception {
        environment.put("LOUPE_PYTHON", "none");
        environment.put("PATH", pathWithoutPython());
        assertThat(run("python")).contains("java runs python");

        Files.writeString(checkout.resolve(".loupe/python/.loupe-complete"), "older\n");
        assertThat(run("python")).contains("Python 3.10 or newer with its venv module was not found");

        Files.writeString(checkout.resolve(".loupe/python/.loupe-complete"), "mlflow\n");
        Files.delete(checkout.resolve(".loupe/python/bin/python"));
        assertThat(run("python")).contains("Python 3.10 or newer with its venv module was not found");
    }

    @Test
    void aHomeIsNotNeeded() throws Exception {
        environment.put("LOUPE_NEEDED_JAVA", "99");

        assertThat(run("submit", "x"))
                .startsWith("loupe: a JDK 99 or newer was not found")
                .hasLineCount(1);
    }

    /** Every program that the script uses, and no Python. */
    private String pathWithoutPython() throws IOException {
        Path programs = Files.createDirectories(directory.resolve("programs"));
        for (String name :
                "sh sed dirname readlink find head cmp flock tr grep cat mkdir touch mv rm sleep".split(" ", -1)) {
            for (String folder : System.getenv("PATH").split(":", -1)) {
                Path program = Path.of(folder, name);
                if (Files.isExecutable(program) && !Files.exists(programs.resolve(name))) {
                    executable(programs.resolve(name), "#!/bin/sh\nexec " + program + " \"$@\"\n");
                }
            }
        }
        return programs.toString();
    }

    private void awaitLauncher() throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        Path out = directory.resolve(UP);
        while (!Files.readString(out).contains("java runs up")) {
            assertThat(System.nanoTime()).as(Files.readString(out)).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(checkout.resolve("builds"));
    }

    private String run(String... arguments) throws Exception {
        return output(start(arguments));
    }

    private String output(Process process) throws Exception {
        process.waitFor();
        return Files.readString(outputs.get(process));
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(checkout.resolve("loupe").toString()));
        command.addAll(Arrays.asList(arguments));
        String name = arguments[0].equals(UP) ? UP : "out-" + started.size();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name).toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("LOUPE_") || variable.equals("HOME"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        outputs.put(process, directory.resolve(name));
        return process;
    }

    private static void executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
