package io.loupe.detectors.efficientad;

import io.loupe.detectors.engine.TensorRuntime;

/**
 * How convolutions are computed. Like the number of threads it decides about bits, so a training keeps what it began with.
 *
 * @param bfloat16 whether their inputs, weights and results are bfloat16; masters, statistics and losses never are
 * @param channelsLast whether pictures lie in memory with channels last
 * @param mergedRelu whether a convolution applies the ReLU behind it before its results go to memory: the same bits for
 *     finite values, so it is chosen by the device at hand
 */
public record Arithmetic(boolean bfloat16, boolean channelsLast, boolean mergedRelu) {
    /** The plain one: float32, channel by channel. */
    public static final Arithmetic PLAIN = new Arithmetic(false, false);

    public Arithmetic(boolean bfloat16, boolean channelsLast) {
        this(bfloat16, channelsLast, false);
    }

    /** The same on a device. Only in bfloat16 does a merged ReLU save time worth speaking of. */
    Arithmetic on(TensorRuntime runtime) {
        return new Arithmetic(bfloat16, channelsLast, bfloat16 && runtime.mergesReluInBfloat16());
    }

    /** What {@code precision} means on this device. Channels last is slower where vectors are short (AVX2). */
    public static Arithmetic on(TensorRuntime runtime, Precision precision) {
        boolean bfloat16 =
                switch (precision) {
                    case FLOAT32 -> false;
                    case BFLOAT16 -> true;
                    case AUTO -> runtime.isFastInBfloat16();
                };
        return new Arithmetic(bfloat16, bfloat16 || runtime.isFastWithChannelsLast());
    }

    /** As metadata of a checkpoint. */
    public String stored() {
        return (bfloat16 ? "bfloat16" : "float32") + (channelsLast ? " channels-last" : " channels-first");
    }

    /** What {@link #stored} gave. */
    public static Arithmetic parse(String stored) {
        return new Arithmetic(stored.startsWith("bfloat16"), stored.endsWith("channels-last"));
    }
}
