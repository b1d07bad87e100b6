package io.loupe.workers.fault;

import io.loupe.detectors.DetectorException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Failures as a properties file says; it is read again at every point, so that a test can change it while a worker runs.
 * A missing file means no failures.
 *
 * <pre>
 * nan = *@12                        the loss of step 12 of every trial is not a number
 * nan = 0193...@12                  ... of this trial
 * memory = *@12                     step 12 finds too little memory, the first time that this process comes to it
 * kill = publish-before-manifest@40 the process ends at once, without any clean-up, at that point and number
 * slow = step@*                     a quarter of a second passes before that point and number, as on a slow device
 * exception = evaluate@*            an exception nobody expected, at that point, whatever the number
 * </pre>
 */
public final class FileFailurePoints implements FailurePoints {
    private static final String ANY = "*";
    /** What the shell shows of a process that SIGKILL ended. */
    private static final int KILLED = 137;

    private static final Duration SLOW = Duration.ofMillis(250);

    private final Path file;
    private final Set<String> lacked = ConcurrentHashMap.newKeySet();

    public FileFailurePoints(Path file) {
        this.file = file;
    }

    @Override
    public void at(Point point, String trialId, long number) {
        Properties wanted = read();
        if (matches(wanted.getProperty("slow"), point.label(), number)) {
            pass(SLOW);
        }
        if (point == Point.STEP && matches(wanted.getProperty("nan"), trialId, number)) {
            throw new DetectorException(
                    DetectorException.Kind.NUMERICS,
                    "the loss is not a number at step " + number,
                    "train/loss",
                    "take the entry out of the file of failure points, which forced this, then resume");
        }
        if (point == Point.STEP
                && matches(wanted.getProperty("memory"), trialId, number)
                && lacked.add(trialId + "@" + number)) {
            throw new DetectorException(
                    DetectorException.Kind.MEMORY,
                    "the device has too little memory for step " + number,
                    "",
                    "take the entry out of the file of failure points, which forced this, then resume");
        }
        if (matches(wanted.getProperty("kill"), point.label(), number)) {
            Runtime.getRuntime().halt(KILLED);
        }
        if (matches(wanted.getProperty("exception"), point.label(), number)) {
            throw new IllegalStateException("forced at " + point.label() + "@" + number);
        }
    }

    private static void pass(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever waits next is told
        }
    }

    private Properties read() {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException none) {
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
        return properties;
    }

    private static boolean matches(String wanted, String what, long number) {
        if (wanted == null || wanted.isBlank()) {
            return false;
        }
        int at = wanted.lastIndexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("\"" + wanted + "\" is not of the form <what>@<number>");
        }
        String whose = wanted.substring(0, at).strip();
        String when = wanted.substring(at + 1).strip();
        return (whose.equals(ANY) || whose.equals(what)) && (when.equals(ANY) || when.equals(Long.toString(number)));
    }
}
