package io.loupe.detectors.efficientad;

import io.loupe.detectors.settings.ChoiceHelp;

/**
 * What convolutions of a patch description network compute with. TF32 is libtorch's default for convolutions, not for
 * matrix products, and is left as it is.
 */
public enum Precision {
    @ChoiceHelp("32 bits, as published; GPUs of 2020 or later multiply with 10 of the 23 bits of fraction (TF32), as"
            + " is usual there")
    FLOAT32,
    @ChoiceHelp("16 bits: faster on GPUs of 2020 or later and on processors with AMX or AVX-512 BF16, very slow on"
            + " others")
    BFLOAT16,
    @ChoiceHelp("16 bits where the device is fast with them, else 32")
    AUTO
}
