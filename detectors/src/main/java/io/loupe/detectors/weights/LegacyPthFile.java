package io.loupe.detectors.weights;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.weights.Pickle.Dict;
import io.loupe.detectors.weights.Pickle.Items;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * The format of {@code torch.save} before PyTorch 1.6: five pickles (magic number, version, sizes of the machine, the
 * state dict, the storages' keys), then each storage as its length and its numbers.
 */
final class LegacyPthFile {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long VERSION = 1001;

    private final ByteBuffer file;
    private final String what;
    private final Map<String, PickledStorage> storages = new HashMap<>();
    private final Map<String, ByteBuffer> data = new HashMap<>();

    LegacyPthFile(byte[] file, String what) {
        this.file = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        this.what = what;
    }

    static boolean begins(byte[] file) {
        return file.length > 2 && Byte.toUnsignedInt(file[0]) == 0x80 && file[1] <= 5 && file[1] >= 0;
    }

    SortedMap<String, HostTensor> read() {
        if (!MAGIC.equals(pickle())) {
            throw UnusableFile.refused(what, "it is a pickle of something else than tensors");
        }
        if (!Long.valueOf(VERSION).equals(pickle())
                || !(pickle() instanceof Dict(var machine))
                || !Boolean.TRUE.equals(machine.get("little_endian"))) {
            throw damaged("it was written by an unknown version of PyTorch or on a big-endian machine");
        }
        PickleReader reader = new PickleReader(file, what);
        Object state = reader.read();
        reader.storages().forEach(this::declare);
        if (!(pickle() instanceof Items(var keys))) {
            throw damaged("it does not list its storages");
        }
        for (Object key : keys) {
            place(key);
        }
        if (file.hasRemaining()) {
            throw damaged(file.remaining() + " bytes belong to no tensor");
        }
        return new StateDict(what, file.capacity(), this::bytes).tensors(state);
    }

    private Object pickle() {
        return new PickleReader(file, what).read();
    }

    private void declare(PickledStorage storage) {
        PickledStorage known = storages.putIfAbsent(storage.key(), storage);
        if (known != null && !known.equals(storage)) {
            throw damaged("it describes a storage twice");
        }
    }

    private void place(Object key) {
        PickledStorage storage = key instanceof String name ? storages.get(name) : null;
        if (storage == null || data.containsKey(storage.key())) {
            throw damaged("it lists a storage that no tensor uses");
        }
        long size = file.remaining() < Long.BYTES ? -1 : file.getLong();
        if (size != storage.size() || size > file.remaining() / storage.type().bytes()) {
            throw damaged("a storage of " + storage.size() + " numbers is cut off or has another size");
        }
        int bytes = (int) size * storage.type().bytes();
        data.put(storage.key(), file.slice(file.position(), bytes));
        file.position(file.position() + bytes);
    }

    private ByteBuffer bytes(PickledStorage storage) {
        ByteBuffer bytes = data.get(storage.key());
        if (bytes == null) {
            throw damaged("a storage is missing");
        }
        return bytes;
    }

    private DetectorException damaged(String how) {
        return UnusableFile.damaged(what, how);
    }
}
