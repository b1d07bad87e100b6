package io.loupe.detectors.efficientad;

import io.loupe.detectors.settings.ChoiceHelp;

/** What convolutions of a patch description network compute with. */
public enum Precision {
    @ChoiceHelp("32 bits, as published")
    FLOAT32,
    @ChoiceHelp("16 bits: faster on GPUs of 2020 or later and on processors with AMX or AVX-512 BF16, very slow on"
            + " others")
    BFLOAT16,
    @ChoiceHelp("16 bits where the device is fast with them, else 32")
    AUTO
}
