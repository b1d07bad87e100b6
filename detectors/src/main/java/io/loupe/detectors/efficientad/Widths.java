package io.loupe.detectors.efficientad;

/**
 * Channels of the networks; only tests have other ones than the paper.
 *
 * @param first of a PDN's first convolution
 * @param inner of a PDN's next convolutions
 * @param features of the teacher's output, and of the autoencoder's
 * @param encoder of the autoencoder's first two convolutions
 * @param code of its other ones, and of its bottleneck
 */
record Widths(int first, int inner, int features, int encoder, int code) {
    static final int FEATURES = 384;

    static Widths of(PdnSize size) {
        return switch (size) {
            case SMALL -> new Widths(128, 256, FEATURES, 32, 64);
            case MEDIUM -> new Widths(256, 512, FEATURES, 32, 64);
        };
    }
}
