package io.loupe.detectors.weights;

import io.loupe.detectors.tensor.HostTensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** The format of {@code torch.save} since PyTorch 1.6: a zip of one pickle, {@code data.pkl}, and a file for each storage. */
final class ZipPthFile {
    private static final String PICKLE = "/data.pkl";

    private final StoredZip zip;
    private final String what;
    private final long fileSize;
    private final Map<String, ByteBuffer> checked = new HashMap<>();

    ZipPthFile(byte[] file, String what) {
        this.zip = new StoredZip(file, what);
        this.what = what;
        this.fileSize = file.length;
    }

    SortedMap<String, HostTensor> read() {
        List<String> pickles = zip.names().stream()
                .filter(name -> name.indexOf('/') == name.length() - PICKLE.length() && name.endsWith(PICKLE))
                .toList();
        if (pickles.size() != 1) {
            throw UnusableFile.damaged(what, "a zip with " + pickles.size() + " data.pkl is not one of PyTorch");
        }
        String folder = pickles.getFirst().substring(0, pickles.getFirst().length() - PICKLE.length());
        zip.bytes(folder + "/byteorder").ifPresent(this::checkOrder);
        Object state = new PickleReader(zip.bytes(pickles.getFirst()).orElseThrow(), what).read();
        return new StateDict(what, fileSize, storage -> bytes(folder, storage)).tensors(state);
    }

    private void checkOrder(ByteBuffer text) {
        if (!StandardCharsets.US_ASCII.decode(text).toString().equals("little")) {
            throw UnusableFile.damaged(what, "it was written on a big-endian machine");
        }
    }

    private ByteBuffer bytes(String folder, PickledStorage storage) {
        ByteBuffer bytes = checked.computeIfAbsent(storage.key(), key -> zip.bytes(folder + "/data/" + key)
                .orElseThrow(() -> UnusableFile.damaged(what, "a storage is missing")));
        long size = storage.size();
        if (size > bytes.capacity() || size * storage.type().bytes() != bytes.capacity()) {
            throw UnusableFile.damaged(what, "a storage of " + size + " numbers has " + bytes.capacity() + " bytes");
        }
        return bytes;
    }
}
