package io.loupe.detectors.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** Types of numbers in safetensors files; the names are the format's. */
enum SafeTensorsType {
    F64(8),
    F32(4),
    F16(2),
    BF16(2),
    I64(8),
    I32(4),
    I16(2),
    I8(1),
    U64(8),
    U32(4),
    U16(2),
    U8(1),
    BOOL(1);

    private final int bytes;

    SafeTensorsType(int bytes) {
        this.bytes = bytes;
    }

    static Optional<SafeTensorsType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findAny();
    }

    /** Bytes of one number. */
    int bytes() {
        return bytes;
    }

    boolean real() {
        return switch (this) {
            case F64, F32, F16, BF16 -> true;
            case I64, I32, I16, I8, U64, U32, U16, U8, BOOL -> false;
        };
    }

    /** The same numbers as float32; shares memory if they are already. Only for types that are {@link #real()}. */
    ByteBuffer floats(ByteBuffer source) {
        if (this == F32) {
            return source;
        }
        ByteBuffer numbers = source.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int count = numbers.remaining() / bytes;
        ByteBuffer floats =
                ByteBuffer.allocate(Math.multiplyExact(count, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            floats.putFloat(
                    switch (this) {
                        case F64 -> (float) numbers.getDouble();
                        case F16 -> Float.float16ToFloat(numbers.getShort());
                        case BF16 -> Float.intBitsToFloat(numbers.getShort() << 16);
                        case F32, I64, I32, I16, I8, U64, U32, U16, U8, BOOL ->
                            throw new IllegalStateException(this + " is not converted");
                    });
        }
        return floats.flip();
    }
}
