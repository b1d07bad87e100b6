package io.loupe.workers.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.DetectorException;
import io.loupe.workers.fault.FailurePoints.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailurePointsTest {
    @TempDir
    private Path folder;

    private Path file;
    private FailurePoints points;

    @BeforeEach
    void open() {
        file = folder.resolve("faults.properties");
        points = new FileFailurePoints(file);
    }

    @Test
    void memoryLacksOnceForEachStep() throws IOException {
        Files.writeString(file, "memory = *@12\n");

        assertThatThrownBy(() -> points.at(Point.STEP, "t1", 12))
                .isInstanceOfSatisfying(DetectorException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(DetectorException.Kind.MEMORY));
        assertThatCode(() -> points.at(Point.STEP, "t1", 12)).doesNotThrowAnyException();
    }

    @Test
    void aSlowDeviceTakesItsTimeAtEachStep() throws IOException {
        Files.writeString(file, "slow = step@*\n");
        long began = System.nanoTime();

        points.at(Point.STEP, "t1", 1);
        points.at(Point.STEP, "t1", 2);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(450));
    }

    @Test
    void missingFileMeansNoFailures() {
        assertThatCode(() -> points.at(Point.STEP, "t1", 1)).doesNotThrowAnyException();
    }

    @Test
    void lossOfOneTrialAtOneStepIsNotNumberAndTheFileIsReadAgain() throws IOException {
        Files.writeString(file, "nan = t1@12\n");

        assertThatCode(() -> points.at(Point.STEP, "t1", 11)).doesNotThrowAnyException();
        assertThatCode(() -> points.at(Point.STEP, "t2", 12)).doesNotThrowAnyException();
        assertThatThrownBy(() -> points.at(Point.STEP, "t1", 12))
                .isInstanceOfSatisfying(DetectorException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(DetectorException.Kind.NUMERICS);
                    assertThat(failure.place()).isEqualTo("train/loss");
                });
        Files.delete(file);
        assertThatCode(() -> points.at(Point.STEP, "t1", 12)).doesNotThrowAnyException();
    }

    @Test
    void unexpectedExceptionAtPointWhateverTheNumber() throws IOException {
        Files.writeString(file, "exception = evaluate@*\n");

        assertThatCode(() -> points.at(Point.PREPARE, "t1", 0)).doesNotThrowAnyException();
        assertThatThrownBy(() -> points.at(Point.EVALUATE, "t1", 3)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void lineThatDoesNotReadIsAnError() throws IOException {
        Files.writeString(file, "nan = t1\n");

        assertThatThrownBy(() -> points.at(Point.STEP, "t1", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"t1\" is not of the form");
    }
}
