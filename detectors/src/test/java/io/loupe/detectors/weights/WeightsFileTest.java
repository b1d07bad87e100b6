package io.loupe.detectors.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.tensor.SafeTensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsFileTest {
    /** Views, shared storages, float64, float16 and bfloat16, a scalar, an empty tensor; whole numbers are left out. */
    @ParameterizedTest
    @ValueSource(strings = {"zip.pth", "legacy.pth", "protocol4.pth", "types.safetensors"})
    void whatPyTorchSavesIsReadAsItsFloat32(String file) {
        assertSame(WeightsFile.read(TestFiles.bytes(file), file), TestFiles.expected("expected.safetensors"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"state.pth", "state-legacy.pth"})
    void aModulesStateDictIsRead(String file) {
        assertSame(WeightsFile.read(TestFiles.bytes(file), file), TestFiles.expected("state-expected.safetensors"));
    }

    @Test
    void whatIsWrittenAgainIsReadAsTheSame() {
        SortedMap<String, HostTensor> weights = WeightsFile.read(TestFiles.bytes("zip.pth"), "zip.pth");

        byte[] written = SafeTensors.write(Map.of(), weights.values());

        assertSame(WeightsFile.read(written, "written"), weights);
    }

    /** The format's only constraint is that a header begins with a brace; spaces behind it are how writers pad. */
    @ParameterizedTest
    @ValueSource(ints = {128, 384, 640, 896, 1152, 1408})
    void aHeaderWhoseLengthLooksLikeAPicklesFirstBytesIsNoPickle(int length) {
        String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
        byte[] padded = (header + " ".repeat(length - header.length())).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer file = ByteBuffer.allocate(8 + length + 4).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(length).put(padded).putFloat(1.5f);
        assertThat(LegacyPthFile.begins(file.array())).isTrue();

        SortedMap<String, HostTensor> weights = WeightsFile.read(file.array(), "w.safetensors");

        assertThat(weights.get("w").values()).containsExactly(1.5f);
    }

    @ParameterizedTest
    @CsvSource({
        "module.pth, 'a whole network, an object of torch.nn.modules.container.Sequential'",
        "module-legacy.pth, 'a whole network, an object of torch.nn.modules.container.Sequential'",
        "shell.pth, 'it names posix.system'",
        "shell-legacy.pth, 'it names posix.system'",
        "object.pth, 'it names __main__.Own'",
        "checkpoint.pth, 'under \"epoch\" there is no tensor'",
        "list.pth, 'it is not a dictionary of tensors by name'",
        "sparse.pth, 'it names torch._utils._rebuild_sparse_tensor'",
    })
    void whatIsNotAPlainStateDictIsRefusedByName(String file, String why) {
        assertThatThrownBy(() -> WeightsFile.read(TestFiles.bytes(file), file))
                .isInstanceOfSatisfying(DetectorException.class, refused -> {
                    assertThat(refused).hasMessageStartingWith(file + ": ").hasMessageContaining(why);
                    assertThat(refused.kind()).isEqualTo(Kind.DATA);
                    assertThat(refused.advice()).contains("torch.save(model.state_dict()");
                });
    }

    @Test
    void aCompressedFileIsRefusedWithoutUnpackingIt() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("bomb/data.pkl"));
            zip.write(new byte[1 << 20]);
        }

        assertThatThrownBy(() -> WeightsFile.read(bytes.toByteArray(), "bomb.pth"))
                .isInstanceOf(DetectorException.class)
                .hasMessageContaining("bomb/data.pkl is compressed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip.pth", "legacy.pth", "types.safetensors"})
    void aFileCutOffAnywhereIsDamaged(String name) {
        byte[] whole = TestFiles.bytes(name);
        for (int length = 0; length < whole.length; length += 7) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> WeightsFile.read(cut, name)).isInstanceOf(DetectorException.class);
        }
    }

    @Test
    void aChangedNumberIsFoundByItsChecksum() {
        byte[] file = TestFiles.bytes("state.pth");
        int at = TestFiles.find(file, "state/data/0".getBytes(StandardCharsets.US_ASCII)) + 100;
        file[at] ^= 1;

        assertThatThrownBy(() -> WeightsFile.read(file, "state.pth"))
                .isInstanceOf(DetectorException.class)
                .hasMessageContaining("checksum");
    }

    private static void assertSame(SortedMap<String, HostTensor> actual, SortedMap<String, HostTensor> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, tensor) -> {
            assertThat(actual.get(name).shape()).as(name).isEqualTo(tensor.shape());
            assertThat(actual.get(name).values()).as(name).isEqualTo(tensor.values());
        });
    }
}
