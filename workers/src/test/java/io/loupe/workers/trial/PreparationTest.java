package io.loupe.workers.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.DetectorException;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.store.MemoryObjectStore;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.tracking.store.Sha256;
import io.loupe.workers.activity.Trouble;
import io.loupe.workers.fault.FailurePoints.Point;
import io.loupe.workflows.trial.TrialPrepared;
import io.loupe.workflows.trial.TrialSpec;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparationTest {
    @TempDir
    private Path folder;

    private Lab lab;

    @BeforeEach
    void open() {
        lab = new Lab(folder);
    }

    @Test
    void preparedTrialHasItsImagesItsRunAndItsConfiguration() {
        TrialPrepared prepared = prepare(lab.spec());

        assertThat(prepared).isEqualTo(new TrialPrepared("run-t1", 9, "host/cpu/1"));
        assertThat(new String(
                        lab.objects.get("mlflow/1/run-t1/artifacts/config.yaml").orElseThrow(),
                        java.nio.charset.StandardCharsets.UTF_8))
                .contains("detector: \"counting\"\n", "settings:\n  steps: 50\n", "category: \"washer\"", "seed: 7");
    }

    @Test
    void damagedFileInTheCacheIsFetchedAgain() throws IOException {
        prepare(lab.spec());
        Path image = lab.cache.resolve("washers/" + lab.version + "/washer/train/good/001.png");
        byte[] original = Files.readAllBytes(image);
        Files.write(image, new byte[] {1, 2, 3});

        prepare(lab.spec());

        assertThat(Files.readAllBytes(image)).isEqualTo(original);
    }

    @Test
    void destroyedImageFailsAsDataNamingTheFileAndImportingAgainMendsIt() throws IOException {
        byte[] image = Files.readAllBytes(lab.source.resolve("washer/train/good/001.png"));
        lab.objects.put("datasets/washers/blobs/" + Sha256.of(image), new byte[] {0}, "application/octet-stream");

        assertThatThrownBy(() -> prepare(lab.spec())).isInstanceOfSatisfying(DetectorException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(DetectorException.Kind.DATA);
            assertThat(failure.place()).isEqualTo("washer/train/good/001.png");
            assertThat(failure.advice()).contains("Import").contains("resume");
        });
        lab.publish();

        assertThat(prepare(lab.spec()).images()).isEqualTo(9);
    }

    @Test
    void cacheThatCannotBeWrittenIsTheWorkersFaultAndNotTheDatasets() throws IOException {
        Files.writeString(lab.cache, "a file where a folder should be");

        assertThatThrownBy(() -> prepare(lab.spec()))
                .isNotInstanceOf(DetectorException.class)
                .hasMessageContaining("cannot write " + lab.cache)
                .satisfies(failure -> assertThat(Trouble.isUnexpected(failure)).isTrue());
    }

    @Test
    void refusalByTheStoreIsNotTheDatasetsFault() {
        TrackingException refused = new TrackingException("refused access key", false, null);
        lab = new Lab(folder.resolve("refused"), refusingBlobs(new MemoryObjectStore(), refused));

        assertThatThrownBy(() -> prepare(lab.spec())).isSameAs(refused);
    }

    /** Passes everything on but the reading of a dataset's files. */
    private static ObjectStore refusingBlobs(ObjectStore objects, TrackingException refusal) {
        return (ObjectStore) Proxy.newProxyInstance(
                PreparationTest.class.getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("get")
                            && arguments[0].toString().contains("/blobs/")) {
                        throw refusal;
                    }
                    return method.invoke(objects, arguments);
                });
    }

    @Test
    void preparationThatDiesIsDoneAgain() {
        lab.failures = Lab.dyingAt(Point.PREPARE, 1);

        assertThatThrownBy(() -> prepare(lab.spec())).isInstanceOf(Lab.Killed.class);

        assertThat(prepare(lab.spec()).images()).isEqualTo(9);
    }

    @Test
    void mlflowAwayDoesNotStandInTheWay() {
        lab.runs.away(true);

        assertThat(prepare(lab.spec())).isEqualTo(new TrialPrepared("", 9, "host/cpu/1"));
    }

    @Test
    void unknownDetectorAndWrongSettingFailAsUser() {
        assertUserFailure(with("patchcor", Map.of()), "detector", "patchcor");
        assertUserFailure(with("counting", Map.of("steps", -3)), "settings.steps", "-3");
        assertUserFailure(with("counting", Map.of("stebs", 3)), "settings.stebs", "did you mean steps?");
    }

    private void assertUserFailure(TrialSpec spec, String place, String cause) {
        assertThatThrownBy(() -> prepare(spec)).isInstanceOfSatisfying(DetectorException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(DetectorException.Kind.USER);
            assertThat(failure.place()).isEqualTo(place);
            assertThat(failure).hasMessageContaining(cause);
        });
    }

    private TrialSpec with(String detector, Map<String, Object> settings) {
        TrialSpec spec = lab.spec();
        return new TrialSpec(
                spec.trialId(),
                spec.experimentId(),
                spec.experimentName(),
                spec.arm(),
                detector,
                settings,
                spec.dataset(),
                spec.datasetVersion(),
                spec.category(),
                spec.seed(),
                spec.queue(),
                spec.checkpointSeconds(),
                spec.heatMaps(),
                spec.metrics());
    }

    private TrialPrepared prepare(TrialSpec spec) {
        return new Preparation(lab.workplace()).prepare(spec, new QuietPulse());
    }
}
