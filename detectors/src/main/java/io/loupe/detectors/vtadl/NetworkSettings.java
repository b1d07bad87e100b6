package io.loupe.detectors.vtadl;

import io.loupe.detectors.settings.Reach;
import io.loupe.detectors.settings.Setting;

/** Size of the transformer. */
public record NetworkSettings(
        @Setting(
                help = "Length of a patch vector; a multiple of 8, the length of a capsule.",
                min = 8,
                max = 2048,
                multipleOf = 8,
                reach = Reach.BEGINNING)
        int width,

        @Setting(help = "Transformer blocks.", min = 1, max = 48, reach = Reach.BEGINNING)
        int depth,

        @Setting(help = "Attention heads in a block.", min = 1, max = 64, reach = Reach.BEGINNING)
        int heads,

        @Setting(help = "Length of a head's queries, keys and values.", min = 1, max = 512, reach = Reach.BEGINNING)
        int headWidth,

        @Setting(help = "Hidden units of a block's feed-forward part.", min = 1, max = 8192, reach = Reach.BEGINNING)
        int mlpWidth) {}
