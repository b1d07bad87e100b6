package io.loupe.detectors.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.tensor.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderWeightsTest {
    private static final byte[] FILE = TestFiles.bytes("state.pth");
    private static final String SHA256 = TestFiles.sha256(FILE);

    @TempDir
    private Path folder;

    private Path first;
    private Path second;

    @BeforeEach
    void makeFolders() throws IOException {
        first = Files.createDirectory(folder.resolve("first"));
        second = Files.createDirectory(folder.resolve("second"));
    }

    @Test
    void weightsAreFoundInTheFirstFolderThatHasTheirFile() throws IOException {
        Files.write(second.resolve("known.pth"), FILE);

        Weights weights = library(whole()).load("known");

        assertThat(weights.name()).isEqualTo("known");
        assertThat(weights.sha256()).isEqualTo(SHA256);
        assertThat(weights.tensors())
                .containsOnlyKeys(
                        TestFiles.expected("state-expected.safetensors").keySet());
    }

    @Test
    void whereOnlyTheBeginningOfTheHashIsKnownThatMustBeRight() throws IOException {
        Files.write(first.resolve("known.pth"), FILE);

        assertThat(library(prefix(SHA256.substring(0, 8))).load("known").sha256())
                .isEqualTo(SHA256);
        assertThatThrownBy(() -> library(prefix("00000000")).load("known"))
                .isInstanceOf(DetectorException.class)
                .hasMessageContaining("SHA-256 " + SHA256 + " instead of one that begins with 00000000");
    }

    @Test
    void whatIsMissingIsNamedWithTheFoldersAndWhereToGetIt() {
        assertThatThrownBy(() -> library(whole()).load("known"))
                .isInstanceOfSatisfying(DetectorException.class, missing -> {
                    assertThat(missing.kind()).isEqualTo(Kind.USER);
                    assertThat(missing).hasMessage("weights known: no file known.pth in " + first + ", " + second);
                    assertThat(missing.advice())
                            .isEqualTo("put known.pth into one of these folders. It is to be had from"
                                    + " https://example.org/known.pth (MIT, SHA-256 " + SHA256 + ").");
                });
    }

    @Test
    void aFileOfAnotherSizeIsRefusedWithBothSizes() throws IOException {
        Path file = Files.write(first.resolve("known.pth"), new byte[10]);

        assertThatThrownBy(() -> library(whole()).load("known"))
                .isInstanceOfSatisfying(DetectorException.class, wrong -> {
                    assertThat(wrong)
                            .hasMessage(
                                    file + ": not the file of the weights known: 10 bytes instead of " + FILE.length);
                    assertThat(wrong.advice()).contains("https://example.org/known.pth");
                });
    }

    @Test
    void aFileOfTheRightSizeAndAnotherHashIsRefused() throws IOException {
        byte[] other = FILE.clone();
        other[other.length - 1] ^= 1;
        Files.write(first.resolve("known.pth"), other);

        assertThatThrownBy(() -> library(whole()).load("known"))
                .isInstanceOf(DetectorException.class)
                .hasMessageContaining("SHA-256 " + TestFiles.sha256(other) + " instead of " + SHA256);
    }

    @Test
    void anOwnFileIsUsedByItsNameAndItsHashRecorded() throws IOException {
        Files.write(first.resolve("mine.pth"), FILE);

        Weights weights = library(whole()).load("mine.pth");

        assertThat(weights.name()).isEqualTo("mine.pth");
        assertThat(weights.sha256()).isEqualTo(SHA256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../state.pth", "/etc/passwd", "a/b.pth", "unheard-of", ".pth", "x.pth\n", "..pth/..", ""})
    void aNameThatIsNeitherKnownNorAFilesIsRefused(String name) throws IOException {
        Files.write(folder.resolve("state.pth"), FILE);

        assertThatThrownBy(() -> library(whole()).load(name))
                .isInstanceOfSatisfying(DetectorException.class, unknown -> {
                    assertThat(unknown).hasMessageContaining("there are no weights of this name");
                    assertThat(unknown.advice()).contains("use one of known, or the name of a .pth");
                });
    }

    @Test
    void aFileIsReadOnceUntilItChanges() throws IOException {
        Path file = Files.write(first.resolve("known.pth"), FILE);
        FolderWeights library = library(whole());
        Weights before = library.load("known");

        assertThat(library.load("known")).isSameAs(before);

        byte[] other = FILE.clone();
        other[0] ^= 1;
        Files.write(file, other);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        assertThatThrownBy(() -> library.load("known")).isInstanceOf(DetectorException.class);
    }

    @Test
    void aFileReadBeforeByItsOwnNameIsStillCheckedWhenItIsToBeAKnownOne() throws IOException {
        byte[] other = SafeTensors.write(Map.of(), List.of(HostTensor.of("w", new float[] {1, 2}, 2)));
        Files.write(first.resolve("known.pth"), other);
        FolderWeights anyLength = library(prefix(SHA256.substring(0, 8)));
        FolderWeights thisLength = library(whole());
        assertThat(anyLength.load("known.pth").sha256()).isEqualTo(TestFiles.sha256(other));
        assertThat(thisLength.load("known.pth").sha256()).isEqualTo(TestFiles.sha256(other));

        assertThatThrownBy(() -> anyLength.load("known"))
                .isInstanceOf(DetectorException.class)
                .hasMessageContaining("not the file of the weights known: SHA-256 " + TestFiles.sha256(other));
        assertThatThrownBy(() -> thisLength.load("known"))
                .isInstanceOf(DetectorException.class)
                .hasMessageContaining(other.length + " bytes instead of " + FILE.length);
    }

    @Test
    void withoutFoldersTheAdviceSaysSo() {
        assertThatThrownBy(() -> new FolderWeights(List.of()).load("efficientnet-lite0"))
                .isInstanceOf(DetectorException.class)
                .hasMessageContaining("in any folder of weights (none is set)");
    }

    private FolderWeights library(KnownWeights known) {
        return new FolderWeights(List.of(first, second), List.of(known));
    }

    private static KnownWeights whole() {
        return known(OptionalLong.of(FILE.length), Optional.of(SHA256), Optional.empty());
    }

    private static KnownWeights prefix(String digits) {
        return known(OptionalLong.empty(), Optional.empty(), Optional.of(digits));
    }

    private static KnownWeights known(OptionalLong bytes, Optional<String> sha256, Optional<String> prefix) {
        return new KnownWeights(
                "known",
                "Known",
                "network",
                "known.pth",
                "PyTorch state dict",
                bytes,
                sha256,
                prefix,
                "MIT",
                "https://example.org",
                "https://example.org/known.pth");
    }
}
