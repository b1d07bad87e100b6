package io.loupe.detectors.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.tensor.HostTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Files that somebody spoilt: they are refused in the way of this package, or they are read. */
class WeightsFileFuzzTest {
    private static final byte[] ZIP = TestFiles.bytes("zip.pth");
    private static final byte[] LEGACY = TestFiles.bytes("legacy.pth");
    private static final byte[] SAFE = TestFiles.bytes("types.safetensors");
    private static final SortedMap<String, HostTensor> EXPECTED = TestFiles.expected("expected.safetensors");

    /** Instructions of the pickle format, and what follows them in files of PyTorch. */
    private static final String[] PIECES = {
        "(",
        ".",
        "0",
        "N",
        "\u0088",
        "K\u0001",
        "K\u0000",
        "K\u00ff",
        "M\u00ff\u00ff",
        "J\u00ff\u00ff\u00ff\u007f",
        "J\u00ff\u00ff\u00ff\u00ff",
        "\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f",
        "}",
        "]",
        ")",
        "\u0085",
        "\u0086",
        "\u0087",
        "t",
        "l",
        "a",
        "e",
        "s",
        "u",
        "b",
        "R",
        "Q",
        "q\u0000",
        "q\u0001",
        "h\u0000",
        "h\u0001",
        "\u0094",
        "U\u0001a",
        "U\u00070",
        "U\u0007storage",
        "U\u0003cpu",
        "X\u0001\u0000\u0000\u0000a",
        "ccollections\nOrderedDict\n",
        "ctorch\nFloatStorage\n",
        "ctorch\nLongStorage\n",
        "ctorch._utils\n_rebuild_tensor_v2\n",
        "ctorch._utils\n_rebuild_parameter\n",
        // A storage of four numbers, and the rest of a tensor of two by two.
        "((U\u0007storagectorch\nFloatStorage\nU\u00010U\u0003cpuK\u0004tQ",
        "K\u0000K\u0002K\u0002\u0086K\u0002K\u0001\u0086\u0089}tR",
    };

    private record Change(int at, int value) {}

    /** Checksums make a spoilt zip file either as good as it was, or refused. */
    @Property(tries = 1000)
    void aSpoiltZipFileIsReadRightOrRefused(@ForAll("changes") List<Change> changes) {
        read(spoilt(ZIP, changes)).ifPresent(read -> {
            assertThat(read.keySet()).isEqualTo(EXPECTED.keySet());
            read.forEach((name, tensor) ->
                    assertThat(tensor.values()).isEqualTo(EXPECTED.get(name).values()));
        });
    }

    @Property(tries = 1000)
    void aSpoiltLegacyFileIsReadOrRefused(@ForAll("changes") List<Change> changes) {
        read(spoilt(LEGACY, changes)).ifPresent(read -> assertBounded(read, LEGACY.length));
    }

    @Property(tries = 1000)
    void aSpoiltSafetensorsFileIsReadOrRefused(@ForAll("changes") List<Change> changes) {
        read(spoilt(SAFE, changes)).ifPresent(read -> assertBounded(read, SAFE.length));
    }

    /** Random programs of the pickle machine, most of which no file would hold. */
    @Property(tries = 3000)
    void aRandomPickleIsReadOrRefused(@ForAll("programs") List<String> pieces) {
        byte[] pickle = (String.join("", pieces) + ".").getBytes(StandardCharsets.ISO_8859_1);
        try {
            Object value = new PickleReader(ByteBuffer.wrap(pickle), "test").read();
            ByteBuffer storage = ByteBuffer.allocate(16);
            SortedMap<String, HostTensor> read = new StateDict("test", pickle.length, named -> storage).tensors(value);
            assertBounded(read, pickle.length);
        } catch (DetectorException refused) {
            assertThat(refused.place()).isEqualTo("test");
        }
    }

    /** Every description of a view gives what a walk over its indices gives, or is refused where that leaves the storage. */
    @Property(tries = 2000)
    void aViewIsReadRightOrRefused(@ForAll("views") PickledTensor view) {
        Optional<float[]> expected = walked(view);
        Pickle.Dict dict = new Pickle.Dict();
        dict.entries().put("view", view);
        ByteBuffer storage =
                ByteBuffer.allocate(4 * (int) view.storage().size()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < view.storage().size(); i++) {
            storage.putFloat(4 * i, i);
        }
        try {
            SortedMap<String, HostTensor> read = new StateDict("test", 1000, named -> storage).tensors(dict);
            assertThat(read.get("view").shape()).isEqualTo(view.shape());
            assertThat(read.get("view").values()).isEqualTo(expected.orElseThrow());
        } catch (DetectorException refused) {
            boolean largerThanItsStorage = expected.isPresent()
                    && expected.get().length > view.storage().size();
            assertThat(expected.isEmpty() || largerThanItsStorage)
                    .as("%s", refused)
                    .isTrue();
        }
    }

    /** Number n of the storage is n. Empty if the view leaves it. */
    private static Optional<float[]> walked(PickledTensor view) {
        List<Long> places = new ArrayList<>(List.of(view.offset()));
        for (int d = 0; d < view.shape().length; d++) {
            List<Long> next = new ArrayList<>();
            for (long place : places) {
                for (long i = 0; i < view.shape()[d]; i++) {
                    next.add(place + i * view.strides()[d]);
                }
            }
            places = next;
        }
        float[] values = new float[places.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = places.get(i);
        }
        return places.stream().allMatch(place -> place < view.storage().size())
                ? Optional.of(values)
                : Optional.empty();
    }

    @Provide
    Arbitrary<PickledTensor> views() {
        Arbitrary<long[]> shapes =
                Arbitraries.longs().between(0, 4).array(long[].class).ofSize(3);
        Arbitrary<long[]> strides =
                Arbitraries.longs().between(0, 8).array(long[].class).ofSize(3);
        return Combinators.combine(
                        Arbitraries.longs().between(0, 40), Arbitraries.longs().between(0, 6), shapes, strides)
                .as((size, offset, shape, stride) ->
                        new PickledTensor(new PickledStorage(StorageType.FLOAT, "0", size), offset, shape, stride));
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<Integer> place = Arbitraries.integers().between(0, 1 << 16);
        return Combinators.combine(place, Arbitraries.integers().between(0, 255))
                .as(Change::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<String>> programs() {
        return Arbitraries.of(PIECES).list().ofMinSize(1).ofMaxSize(40);
    }

    private static byte[] spoilt(byte[] file, List<Change> changes) {
        byte[] copy = file.clone();
        changes.forEach(change -> copy[change.at() % copy.length] = (byte) change.value());
        return copy;
    }

    private static Optional<SortedMap<String, HostTensor>> read(byte[] file) {
        try {
            return Optional.of(WeightsFile.read(file, "test"));
        } catch (DetectorException refused) {
            assertThat(refused.place()).isEqualTo("test");
            return Optional.empty();
        }
    }

    private static void assertBounded(SortedMap<String, HostTensor> read, int fileSize) {
        long bytes = read.values().stream()
                .mapToLong(tensor -> 4L * tensor.values().length)
                .sum();
        assertThat(bytes).isLessThanOrEqualTo(8L * fileSize);
    }
}
