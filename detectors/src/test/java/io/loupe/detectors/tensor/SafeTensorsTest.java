package io.loupe.detectors.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.DetectorException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTensorsTest {
    private static final HostTensor A = HostTensor.of("a", new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    private static final HostTensor B = HostTensor.of("b", new float[] {-0.5f}, 1);

    @Test
    void whatIsWrittenIsReadBack() {
        SafeTensors read = SafeTensors.read(SafeTensors.write(Map.of("k", "v"), List.of(A, B)), "file");

        assertThat(read.metadata()).containsExactly(Map.entry("k", "v"));
        assertThat(read.tensors()).containsOnlyKeys("a", "b");
        assertThat(read.tensors().get("a").shape()).containsExactly(2, 3);
        assertThat(read.tensors().get("a").values()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(read.tensors().get("b").values()).containsExactly(-0.5f);
    }

    @Test
    void theOrderOfTensorsDoesNotChangeTheBytes() {
        assertThat(SafeTensors.write(Map.of("x", "1", "y", "2"), List.of(B, A)))
                .isEqualTo(SafeTensors.write(Map.of("y", "2", "x", "1"), List.of(A, B)));
    }

    @Test
    void theFormIsThatOfTheSpecification() {
        byte[] file = SafeTensors.write(Map.of(), List.of(B));

        String header = "{\"__metadata__\":{},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
        String padded = header + " ".repeat(Math.floorMod(-header.length(), 8));
        ByteBuffer expected = ByteBuffer.allocate(8 + padded.length() + 4).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(padded.length())
                .put(padded.getBytes(StandardCharsets.UTF_8))
                .putFloat(-0.5f);
        assertThat(file).isEqualTo(expected.array());
    }

    @Test
    void twoTensorsOfOneNameAreRefused() {
        assertThatThrownBy(() -> SafeTensors.write(Map.of(), List.of(A, A))).hasMessage("two tensors are named a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "not json | its header is not JSON",
                "[1] | its header is not a JSON object",
                "{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}} | a holds F16; only F32 is read",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | a has shape [2] but 4 bytes",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | a ends at byte 8 of 4 (file is cut off)",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | a starts at byte 4 instead of 0",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}} | 4 bytes belong to no tensor",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}} | a has -1 in its shape or offsets",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}} | a has no shape or offsets",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,4]}} | a has an impossible shape",
                "{\"a\":1,\"a\":2} | its header is not JSON",
            })
    void aDamagedHeaderIsExplained(String header, String message) {
        byte[] text = header.trim().getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + text.length + 4).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(text.length).put(text);

        assertThatThrownBy(() -> SafeTensors.read(file.array(), "weights"))
                .isInstanceOfSatisfying(DetectorException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(DetectorException.Kind.DATA))
                .hasMessage("weights: not a usable safetensors file: " + message.trim());
    }

    @Test
    void aHeaderLengthBeyondTheFileIsExplained() {
        byte[] file = new byte[16];
        Arrays.fill(file, (byte) 0x7F);

        assertThatThrownBy(() -> SafeTensors.read(file, "weights"))
                .hasMessageContaining("its header claims 9187201950435737471 bytes of a file of 16");
        assertThatThrownBy(() -> SafeTensors.read(new byte[3], "weights"))
                .hasMessageContaining("3 bytes are too few for a header");
    }

    @Property(tries = 300)
    void aCutOffOrChangedFileIsReadOrRefusedButNeverCrashes(@ForAll int at, @ForAll byte value, @ForAll boolean cut) {
        byte[] file = SafeTensors.write(Map.of("k", "v"), List.of(A, B));
        int place = Math.floorMod(at, file.length);
        byte[] damaged = cut ? Arrays.copyOf(file, place) : file.clone();
        if (!cut) {
            damaged[place] = value;
        }
        try {
            assertThat(SafeTensors.read(damaged, "file").tensors()).isNotNull();
        } catch (DetectorException refused) {
            assertThat(refused.kind()).isEqualTo(DetectorException.Kind.DATA);
        }
    }
}
