package io.loupe.detectors.metric;

/** Numbers in names. */
final class NumberText {
    private NumberText() {}

    /** Without a decimal point if it is whole: 99, 99.5. */
    static String of(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
