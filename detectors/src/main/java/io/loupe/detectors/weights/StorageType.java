package io.loupe.detectors.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** What numbers a storage of PyTorch holds. */
enum StorageType {
    FLOAT("FloatStorage", 4),
    DOUBLE("DoubleStorage", 8),
    HALF("HalfStorage", 2),
    BFLOAT16("BFloat16Storage", 2),
    LONG("LongStorage", 8),
    INT("IntStorage", 4),
    SHORT("ShortStorage", 2),
    CHAR("CharStorage", 1),
    BYTE("ByteStorage", 1),
    BOOL("BoolStorage", 1);

    private final String pythonName;
    private final int bytes;

    StorageType(String pythonName, int bytes) {
        this.pythonName = pythonName;
        this.bytes = bytes;
    }

    /** By the name of its class in {@code torch}. */
    static Optional<StorageType> named(String pythonName) {
        return Arrays.stream(values())
                .filter(type -> type.pythonName.equals(pythonName))
                .findAny();
    }

    /** Bytes of one number. */
    int bytes() {
        return bytes;
    }

    /** Whether networks keep weights in it; whole numbers are counters and indices. */
    boolean real() {
        return switch (this) {
            case FLOAT, DOUBLE, HALF, BFLOAT16 -> true;
            case LONG, INT, SHORT, CHAR, BYTE, BOOL -> false;
        };
    }

    /** The number at a byte offset, rounded to float32; only for types that are {@link #real()}. */
    float read(ByteBuffer littleEndian, int offset) {
        return switch (this) {
            case FLOAT -> littleEndian.getFloat(offset);
            case DOUBLE -> (float) littleEndian.getDouble(offset);
            case HALF -> Float.float16ToFloat(littleEndian.getShort(offset));
            case BFLOAT16 -> Float.intBitsToFloat(littleEndian.getShort(offset) << 16);
            case LONG, INT, SHORT, CHAR, BYTE, BOOL -> throw new IllegalArgumentException(this + " is not read");
        };
    }
}
