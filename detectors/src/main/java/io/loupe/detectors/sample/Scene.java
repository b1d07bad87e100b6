package io.loupe.detectors.sample;

/**
 * What changes from one photograph to the next: where the part lies, how the light falls, which piece of metal it is.
 *
 * @param centreX pixels
 * @param centreY pixels
 * @param turn radians
 * @param scale size of the part, about 1
 * @param keyAzimuth direction of the main lamp, radians, y downwards
 * @param keyPower brightness of the main lamp, about 1
 * @param exposure of the camera, about 1
 * @param warmth of the light: above 0 redder, below 0 bluer
 * @param grain seed of the metal's and the mat's texture
 * @param sensor seed of the sensor's noise
 */
record Scene(
        double centreX,
        double centreY,
        double turn,
        double scale,
        double keyAzimuth,
        double keyPower,
        double exposure,
        double warmth,
        long grain,
        long sensor) {

    static Scene random(Dice dice) {
        double middle = SampleDataset.SIZE / 2.0;
        return new Scene(
                middle + dice.between(-7, 7),
                middle + dice.between(-7, 7),
                dice.between(-0.10, 0.10),
                dice.between(0.985, 1.015),
                StrictMath.toRadians(-128) + dice.between(-0.07, 0.07),
                dice.between(0.94, 1.06),
                dice.between(0.95, 1.05),
                dice.between(-0.02, 0.02),
                dice.next(),
                dice.next());
    }
}
