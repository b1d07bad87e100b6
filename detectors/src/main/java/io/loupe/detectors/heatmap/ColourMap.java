package io.loupe.detectors.heatmap;

/**
 * The perceptually even colours "inferno": black, violet, orange, light yellow. Polynomials of degree 6 fitted to the map
 * by Nathaniel Smith and Stéfan van der Walt (CC0); off by less than 4 of 255.
 */
final class ColourMap {
    private static final double[][] COEFFICIENTS = {
        {
            0.0002189403691192265,
            0.1065134194856116,
            11.60249308247187,
            -41.70399613139459,
            77.162935699427,
            -71.31942824499214,
            25.13112622477341
        },
        {
            0.001651004631001012,
            0.5639564367884091,
            -3.972853965665698,
            17.43639888205313,
            -33.40235894210092,
            32.62606426397723,
            -12.24266895238567
        },
        {
            -0.01948089843709184,
            3.932712388889277,
            -15.9423941062914,
            44.35414519872813,
            -81.80730925738993,
            73.20951985803202,
            -23.07032500287172
        }
    };

    private ColourMap() {}

    /**
     * The intensity of one colour.
     *
     * @param channel 0 red, 1 green, 2 blue
     * @param value position, 0 (black) to 1 (light yellow)
     * @return 0 to 1
     */
    static double at(int channel, double value) {
        double[] coefficients = COEFFICIENTS[channel];
        double sum = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            sum = sum * value + coefficients[i];
        }
        return Math.clamp(sum, 0.0, 1.0);
    }
}
