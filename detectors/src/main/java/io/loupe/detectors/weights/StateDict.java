package io.loupe.detectors.weights;

import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.weights.Pickle.Dict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes tensors of a pickled state dict and the bytes of its storages. Every view is checked against its storage. Whole
 * numbers are left out: they are counters such as {@code num_batches_tracked}.
 */
final class StateDict {
    /** How often the size of its file a state dict may fill: float16 doubles, and tensors may share a storage. */
    private static final long MOST_PER_BYTE = 8;

    private static final int MOST_DIMENSIONS = 16;

    private final String what;
    private final Storages storages;
    private long allowance;

    /** Where the numbers of a storage lie. */
    @FunctionalInterface
    interface Storages {
        /** @return exactly the storage's bytes, little-endian */
        ByteBuffer bytes(PickledStorage storage);
    }

    StateDict(String what, long fileSize, Storages storages) {
        this.what = what;
        this.storages = storages;
        this.allowance = fileSize * MOST_PER_BYTE;
    }

    SortedMap<String, HostTensor> tensors(Object pickle) {
        if (!(pickle instanceof Dict(var entries))) {
            throw UnusableFile.refused(what, "it is not a dictionary of tensors by name");
        }
        SortedMap<String, HostTensor> tensors = new TreeMap<>();
        for (Map.Entry<Object, Object> entry : entries.entrySet()) {
            if (!(entry.getKey() instanceof String name) || !(entry.getValue() instanceof PickledTensor tensor)) {
                throw UnusableFile.refused(
                        what,
                        "under \"" + UnusableFile.shown(String.valueOf(entry.getKey())) + "\" there is no tensor");
            }
            check(name, tensor);
            if (tensor.storage().type().real()) {
                tensors.put(name, tensor(name, tensor));
            }
        }
        return tensors;
    }

    private void check(String name, PickledTensor tensor) {
        long[] shape = tensor.shape();
        long[] strides = tensor.strides();
        if (shape.length != strides.length || shape.length > MOST_DIMENSIONS) {
            throw UnusableFile.damaged(what, place(name) + shape.length + " sizes and " + strides.length + " strides");
        }
        try {
            long elements = 1;
            long last = tensor.offset();
            for (int i = 0; i < shape.length; i++) {
                if (shape[i] < 0 || strides[i] < 0) {
                    throw UnusableFile.damaged(what, place(name) + "a negative size or stride");
                }
                elements = Math.multiplyExact(elements, shape[i]);
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape[i] - 1), strides[i]));
            }
            long size = tensor.storage().size();
            if (tensor.offset() < 0 || elements > size || (elements > 0 && last >= size)) {
                throw UnusableFile.damaged(
                        what, place(name) + elements + " values up to number " + last + " of a storage of " + size);
            }
            allowance -= Math.multiplyExact(elements, Float.BYTES);
        } catch (ArithmeticException e) {
            throw UnusableFile.damaged(what, place(name) + "an impossible shape");
        }
        if (allowance < 0) {
            throw UnusableFile.damaged(what, "its tensors claim more than " + MOST_PER_BYTE + " times its size");
        }
    }

    private HostTensor tensor(String name, PickledTensor tensor) {
        StorageType type = tensor.storage().type();
        ByteBuffer bytes = storages.bytes(tensor.storage()).slice().order(ByteOrder.LITTLE_ENDIAN);
        int elements = 1;
        for (long size : tensor.shape()) {
            elements *= (int) size;
        }
        if (elements == 0) {
            return HostTensor.of(name, new float[0], tensor.shape());
        }
        if (type == StorageType.FLOAT && tensor.contiguous()) {
            int start = (int) tensor.offset() * Float.BYTES;
            return new HostTensor(name, tensor.shape(), bytes.slice(start, elements * Float.BYTES));
        }
        return HostTensor.of(name, gathered(tensor, bytes, elements), tensor.shape());
    }

    /** The values row by row, wherever they lie. */
    private static float[] gathered(PickledTensor tensor, ByteBuffer bytes, int elements) {
        StorageType type = tensor.storage().type();
        long[] shape = tensor.shape();
        long[] index = new long[shape.length];
        float[] values = new float[elements];
        long at = tensor.offset();
        for (int i = 0; i < elements; i++) {
            values[i] = type.read(bytes, (int) at * type.bytes());
            for (int d = shape.length - 1; d >= 0; d--) {
                at += tensor.strides()[d];
                if (++index[d] < shape[d]) {
                    break;
                }
                at -= index[d] * tensor.strides()[d];
                index[d] = 0;
            }
        }
        return values;
    }

    private static String place(String name) {
        return UnusableFile.shown(name) + " has ";
    }
}
