package io.loupe.detectors.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.DetectorException;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pickles written by hand; characters above 0x7f stand for their byte. */
class PickleReaderTest {
    @Test
    void numbersTextsAndContainersAreRead() {
        assertThat(read("K\u0007.")).isEqualTo(7L);
        assertThat(read("J\u00fe\u00ff\u00ff\u00ff.")).isEqualTo(-2L);
        assertThat(read("\u008a\u0002\u0000\u0080.")).isEqualTo(-32768L);
        assertThat(read("\u008a\u0009\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001."))
                .isEqualTo(BigInteger.TWO.pow(64));
        assertThat(read("G\u003f\u00f8\u0000\u0000\u0000\u0000\u0000\u0000.")).isEqualTo(1.5);
        assertThat(read("U\u0002ab.")).isEqualTo("ab");
        assertThat(read("(K\u0001K\u0002t.")).isEqualTo(new Pickle.Tuple(List.of(1L, 2L)));
    }

    @Test
    void aDictionaryKeepsItsEntries() {
        Object read = read("}q\u0000(U\u0001aK\u0001K\u0005U\u0001bu0h\u0000.");

        assertThat(((Pickle.Dict) read).entries()).containsEntry("a", 1L).containsEntry(5L, "b");
    }

    @ParameterizedTest
    @CsvSource({
        "'cposix\nsystem\n.', it names posix.system",
        "'c__builtin__\neval\n.', it names __builtin__.eval",
        "'cbuiltins\ngetattr\n.', it names builtins.getattr",
        "'U\u0005posixU\u0006system\u0093.', it names posix.system",
        "'ctorch\nload\n.', it names torch.load",
        "'ctorch._utils\n_rebuild_tensor_v2\u001b[31m\n.', it names torch._utils._rebuild_tensor_v2?[31m",
        "'(iposix\nsystem\n.', it makes an object of posix.system",
        "'ccollections\nOrderedDict\n)\u0081.', it makes an object",
        "'K\u0001K\u0002b.', it sets the state of an object",
        "'}K\u0001}s}}s.', a dictionary has keys that are neither texts nor whole numbers",
    })
    void whatWouldRunOrMakeAnythingElseIsRefusedByName(String pickle, String why) {
        assertThatThrownBy(() -> read(pickle))
                .isInstanceOf(DetectorException.class)
                .hasMessage("test: a file of weights may hold only tensors in plain containers: " + why);
    }

    @ParameterizedTest
    @CsvSource({
        "'K', its pickle is cut off",
        "'X\u00ff\u00ff\u00ff\u00ffab.', its pickle is cut off",
        "'T\u00ff\u00ff\u00ff\u00ffab.', its pickle is cut off",
        "'.', its pickle takes from an empty stack",
        "'K\u0001\u0087.', its pickle takes from an empty stack",
        "'K\u0001t.', its pickle closes a group that it did not open",
        "'h\u0003.', its pickle refers to what it did not remember",
        "'(K\u0001R.', its pickle calls what is not a function",
        "'\u0080\u0009N.', its pickle is of protocol 9",
        "'\u00ff.', its pickle has the instruction 0xff",
        "'NQ.', it names storages in an unknown way",
    })
    void whatIsBrokenIsDamaged(String pickle, String how) {
        assertThatThrownBy(() -> read(pickle))
                .isInstanceOf(DetectorException.class)
                .hasMessage("test: not a usable file of weights: " + how);
    }

    @Test
    void aPickleThatFillsMemoryByRememberingIsStopped() {
        byte[] pickle = new byte[50_000_000];
        Arrays.fill(pickle, (byte) 0x94);
        pickle[0] = '}';

        assertThatThrownBy(() -> new PickleReader(ByteBuffer.wrap(pickle), "test").read())
                .isInstanceOf(DetectorException.class)
                .hasMessageContaining("more than 1000000 instructions");
    }

    @Test
    void listsInListsInListsDoNotOverflowTheStack() {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes("]".repeat(300_000).getBytes(StandardCharsets.ISO_8859_1));
        pickle.writeBytes("a".repeat(299_999).getBytes(StandardCharsets.ISO_8859_1));
        pickle.write('.');

        Object read = new PickleReader(ByteBuffer.wrap(pickle.toByteArray()), "test").read();

        assertThat(read).isInstanceOf(Pickle.Items.class);
    }

    private static Object read(String pickle) {
        return new PickleReader(ByteBuffer.wrap(pickle.getBytes(StandardCharsets.ISO_8859_1)), "test").read();
    }
}
